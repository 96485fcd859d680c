/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import java.util.List;

/**
 * Plots that belong together, and what to see in them.
 *
 * @param title a heading
 * @param text two or three sentences
 * @param plots side by side where there is room, else one below the other
 * @param tables the numbers behind them, for those who want them
 */
public record Figure(String title, String text, List<Plot> plots, List<Table> tables) {

    public Figure {
        plots = List.copyOf(plots);
        tables = List.copyOf(tables);
    }

    public Figure(String title, String text, List<Plot> plots) {
        this(title, text, plots, List.of());
    }
}
