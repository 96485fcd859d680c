/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import static org.isoloss.golden.Tensors.index;
import static org.isoloss.golden.Tensors.real;

import java.util.List;
import java.util.Map;
import org.isoloss.Batch;
import org.isoloss.embedding.Minkowski;
import org.isoloss.golden.BuildingBlock.Operation;

/** What losses are made of. */
final class BlockMappers {

    private static final String INPUT = "input";

    private BlockMappers() {}

    /** By "loss/impl". */
    static Map<String, Mapper> all() {
        return Map.ofEntries(
                Map.entry("cosine_similarity/torch", BlockMappers::cosine),
                Map.entry("pairwise_distance/torch", BlockMappers::distance),
                Map.entry("label_smoothing_targets/torch", BlockMappers::smoothing),
                Map.entry("log_softmax/torch", c -> block(c, Operation.LOG_SOFTMAX)),
                Map.entry("logsigmoid/torch", c -> block(c, Operation.LOG_SIGMOID)),
                Map.entry("logsumexp/torch", c -> block(c, Operation.LOG_SUM_EXP)),
                Map.entry("normalize/torch", BlockMappers::normalize),
                Map.entry("softmax/torch", c -> block(c, Operation.SOFTMAX)),
                Map.entry("softplus/torch", c -> block(c, Operation.SOFTPLUS)),
                Map.entry("perplexity/torch", BlockMappers::perplexity));
    }

    private static Mapped block(GoldenCase c, Operation operation) {
        return c.labels()
                .find("upstream")
                .map(u -> Mapped.of(new BuildingBlock(operation, true), INPUT, c.tensor(INPUT), real(u)))
                .orElseGet(() -> Mapped.of(new BuildingBlock(operation, false), INPUT, c.tensor(INPUT)));
    }

    private static Mapped normalize(GoldenCase c) {
        c.params().number("eps", 0); // a floor under the length; ours leaves a row of zeros alone
        if (c.params().number("p", 2) != 2) {
            throw new UnmappedParameter("rows are scaled to Euclidean length 1");
        }
        return block(c, Operation.NORMALIZE);
    }

    private static Mapped cosine(GoldenCase c) {
        c.params().number("eps", 0); // a floor under the lengths
        c.params().number("dim", 1);
        return pairs(c, new PairBlock());
    }

    private static Mapped distance(GoldenCase c) {
        double p = c.params().number("p", 2);
        if (p < 1) {
            throw new UnmappedParameter("a power below 1 makes no distance");
        }
        return pairs(c, new PairBlock(new Minkowski(p, c.params().number("eps", 1e-6)), false));
    }

    private static Mapped pairs(GoldenCase c, PairBlock block) {
        return new Mapped(block, Batch.of(List.of(c.tensor("x1"), c.tensor("x2"))), List.of("x1", "x2"));
    }

    private static Mapped smoothing(GoldenCase c) {
        return Mapped.of(new Smoothing(c.params().number("label_smoothing", 0)), "target", real(c.tensor("target")));
    }

    private static Mapped perplexity(GoldenCase c) {
        int ignored = (int) c.params().number("ignore_index", -100);
        return new Mapped(
                new Perplexity(List.of(ignored)),
                Batch.of(List.of(c.tensor(INPUT), index(c.tensor("target")))),
                List.of(INPUT));
    }
}
