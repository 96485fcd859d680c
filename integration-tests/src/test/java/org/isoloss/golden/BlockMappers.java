/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import static org.isoloss.golden.Tensors.index;
import static org.isoloss.golden.Tensors.real;

import java.util.List;
import java.util.Map;
import org.isoloss.Batch;
import org.isoloss.golden.BuildingBlock.Operation;

/** What losses are made of. */
final class BlockMappers {

    private static final String INPUT = "input";

    private BlockMappers() {}

    /** By "loss/impl". */
    static Map<String, Mapper> all() {
        return Map.of(
                "log_softmax/torch", c -> block(c, Operation.LOG_SOFTMAX),
                "logsigmoid/torch", c -> block(c, Operation.LOG_SIGMOID),
                "logsumexp/torch", c -> block(c, Operation.LOG_SUM_EXP),
                "softmax/torch", c -> block(c, Operation.SOFTMAX),
                "softplus/torch", c -> block(c, Operation.SOFTPLUS),
                "perplexity/torch", BlockMappers::perplexity);
    }

    private static Mapped block(GoldenCase c, Operation operation) {
        return c.labels()
                .find("upstream")
                .map(u -> Mapped.of(new BuildingBlock(operation, true), INPUT, c.tensor(INPUT), real(u)))
                .orElseGet(() -> Mapped.of(new BuildingBlock(operation, false), INPUT, c.tensor(INPUT)));
    }

    private static Mapped perplexity(GoldenCase c) {
        int ignored = (int) c.params().number("ignore_index", -100);
        return new Mapped(
                new Perplexity(List.of(ignored)),
                Batch.of(List.of(c.tensor(INPUT), index(c.tensor("target")))),
                List.of(INPUT));
    }
}
