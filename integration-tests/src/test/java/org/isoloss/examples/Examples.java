/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

/** All examples by name; each is run once. */
final class Examples {

    private static final Map<String, Callable<Figures>> ALL = new LinkedHashMap<>();
    private static final Map<String, Figures> MEASURED = new LinkedHashMap<>();

    static {
        ALL.put("DjlFirstSteps", DjlFirstSteps::run);
        ALL.put("DjlImbalance", DjlImbalance::run);
        ALL.put("DjlRegression", DjlRegression::run);
        ALL.put("DjlEmbedding", DjlEmbedding::run);
        ALL.put("DjlRanking", DjlRanking::run);
        ALL.put("DjlLanguage", DjlLanguage::run);
        ALL.put("DjlRecurrent", DjlRecurrent::run);
        ALL.put("Dl4jFirstSteps", Dl4jFirstSteps::run);
        ALL.put("Dl4jImbalance", Dl4jImbalance::run);
        ALL.put("Dl4jRegression", Dl4jRegression::run);
        ALL.put("Dl4jEmbedding", Dl4jEmbedding::run);
        ALL.put("Dl4jRanking", Dl4jRanking::run);
        ALL.put("Dl4jLanguage", Dl4jLanguage::run);
        ALL.put("Dl4jRecurrent", Dl4jRecurrent::run);
        ALL.put("OwnLoss", OwnLoss::run);
        ALL.put("OwnFirst", OwnLoss::first);
    }

    private Examples() {}

    static Set<String> names() {
        return ALL.keySet();
    }

    static Figures of(String name) {
        return MEASURED.computeIfAbsent(name, Examples::run);
    }

    private static Figures run(String name) {
        try {
            return Objects.requireNonNull(ALL.get(name), name).call();
        } catch (Exception e) {
            throw new IllegalStateException("%s must run to its end".formatted(name), e);
        }
    }
}
