/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

/**
 * A place in a plot.
 *
 * @param x in the unit of the horizontal axis
 * @param y in the unit of the vertical axis
 */
public record Point(double x, double y) {

    boolean isFinite() {
        return Double.isFinite(x) && Double.isFinite(y);
    }
}
