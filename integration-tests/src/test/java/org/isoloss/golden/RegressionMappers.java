/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.Map;

/** The losses of regression and of distributions. */
final class RegressionMappers {
    private RegressionMappers() {}

    /** By "loss/impl". */
    static Map<String, Mapper> all() {
        return Map.of();
    }
}
