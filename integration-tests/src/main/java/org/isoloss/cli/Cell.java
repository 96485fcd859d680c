/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.Locale;

/** How numbers look in tables, in every country the same. */
final class Cell {
    private Cell() {}

    static String of(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** A difference in two figures; a plain 0 where there is none at all. */
    static String difference(double value) {
        return value == 0 ? "0" : of("%.1e", value);
    }
}
