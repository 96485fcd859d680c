/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

/** How near is equal, for each float type. */
final class Tolerances {
    private Tolerances() {}

    /** The parity that the library promises: 1e-12 in float64, 1e-5 in float32. */
    static double of(double epsilon) {
        return epsilon < 1e-10 ? 1e-12 : 1e-5;
    }
}
