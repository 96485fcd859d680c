/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.List;
import org.isoloss.contract.LossContract;
import org.isoloss.contract.Route;

/** A way to a loss in float64 for which golden values are counted: a backend, through the evaluator or the bridge. */
record Via(String backend, String via, Route route) {

    private static final List<String> FLOAT64 =
            List.of("core float64", "djl float64", "dl4j float64", "djl bridge", "dl4j bridge");

    static List<Via> all() {
        return LossContract.routes().stream()
                .filter(r -> FLOAT64.contains(r.name()))
                .map(r -> new Via(r.framework(), r.role() == Route.Role.BRIDGE ? "bridge" : "evaluator", r))
                .toList();
    }

    boolean isBridge() {
        return via.equals("bridge");
    }
}
