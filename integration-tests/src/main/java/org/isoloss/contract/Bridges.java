/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.List;
import java.util.Locale;
import org.isoloss.Execution;
import org.isoloss.djl.DjlLoss;
import org.isoloss.dl4j.Dl4jLoss;
import org.nd4j.linalg.api.buffer.DataType;

/** Losses as trainers of both frameworks see them. */
public final class Bridges {
    private Bridges() {}

    /** Into DJL, then into DL4J. */
    public static List<Route> all(Execution execution, boolean doubles) {
        return List.of(djl(execution, doubles), dl4j(execution, doubles));
    }

    static Route djl(Execution execution, boolean doubles) {
        return DjlRoutes.bridge(
                name("djl", execution),
                doubles ? ai.djl.ndarray.types.DataType.FLOAT64 : ai.djl.ndarray.types.DataType.FLOAT32,
                loss -> new DjlLoss(loss).withExecution(execution));
    }

    static Route dl4j(Execution execution, boolean doubles) {
        return new Dl4jRoute(
                name("dl4j", execution), doubles ? DataType.DOUBLE : DataType.FLOAT, loss -> new Dl4jLoss(loss)
                        .withExecution(execution));
    }

    /** What a user gets who asks for nothing is simply the bridge. */
    private static String name(String framework, Execution execution) {
        String suffix =
                execution == Execution.AUTO ? "" : " " + execution.name().toLowerCase(Locale.ROOT);
        return framework + " bridge" + suffix;
    }
}
