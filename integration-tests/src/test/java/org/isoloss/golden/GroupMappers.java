/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.isoloss.Batch;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.embedding.BatchAllTriplet;
import org.isoloss.embedding.BatchHardTriplet;
import org.isoloss.embedding.BatchSemiHardTriplet;
import org.isoloss.embedding.Candidates;
import org.isoloss.embedding.ContrastivePairs;
import org.isoloss.embedding.CosineDistance;
import org.isoloss.embedding.Distance;
import org.isoloss.embedding.Minkowski;
import org.isoloss.embedding.Normalised;
import org.isoloss.embedding.NtXent;
import org.isoloss.embedding.SquaredEuclidean;
import org.isoloss.embedding.SupCon;
import org.isoloss.host.HostTensor;

/** The losses of embeddings that labels put into groups. */
final class GroupMappers {
    private GroupMappers() {}

    /** By "loss/impl". */
    static Map<String, Mapper> all() {
        return Map.of(
                "batch_all_triplet_loss/st",
                c -> batch(c, new BatchAllTriplet().withDistance(sentences(c)).withMargin(margin(c))),
                "batch_hard_triplet_loss/st",
                c -> batch(c, new BatchHardTriplet(OptionalDouble.of(margin(c)), sentences(c), Reduction.MEAN)),
                "batch_hard_soft_margin_triplet_loss/st",
                c -> batch(c, new BatchHardTriplet(OptionalDouble.empty(), sentences(c), Reduction.MEAN)),
                "batch_semi_hard_triplet_loss/st",
                c -> batch(c, new BatchSemiHardTriplet(margin(c), sentences(c), Reduction.MEAN)),
                "contrastive_loss_pairs/pml",
                GroupMappers::contrastive,
                "triplet_margin_loss_mined/pml",
                GroupMappers::triplets,
                "nt_xent_loss/pml",
                GroupMappers::ntXent,
                "sup_con_loss/pml",
                GroupMappers::supCon);
    }

    private static double margin(GoldenCase c) {
        return c.params().number("margin", 5);
    }

    private static Distance sentences(GoldenCase c) {
        String name = c.params().text("distance", "euclidean");
        return switch (name) {
            case "euclidean" -> new Minkowski();
            case "cosine" -> new CosineDistance();
            default -> throw new UnmappedParameter("there is no distance '%s'".formatted(name));
        };
    }

    private static Mapped batch(GoldenCase c, Loss loss) {
        return Mapped.of(loss, "embeddings", c.tensor("embeddings"), Tensors.index(c.tensor("labels")));
    }

    private static Mapped contrastive(GoldenCase c) {
        double positive = c.params().number("pos_margin", 0);
        double negative = c.params().number("neg_margin", 1);
        Distance distance = distance(c, new Normalised());
        boolean violatingOnly = violatingOnly(c);
        boolean similarity = distance instanceof CosineDistance;
        ContrastivePairs loss = new ContrastivePairs(
                inDistance(positive, similarity),
                inDistance(negative, similarity),
                distance,
                violatingOnly,
                Candidates.BATCH);
        return grouped(c, (candidates, r) -> loss.withCandidates(candidates));
    }

    /** A margin of similarity in the unit of the distance. */
    private static double inDistance(double margin, boolean similarity) {
        return similarity ? 1 - margin : margin;
    }

    private static Mapped triplets(GoldenCase c) {
        BatchAllTriplet loss = new BatchAllTriplet()
                .withMargin(c.params().number("margin", 0.05))
                .withDistance(distance(c, new Normalised()))
                .withSwap(c.params().flag("swap", false))
                .withSmooth(c.params().flag("smooth_loss", false))
                .withViolatingOnly(violatingOnly(c));
        return grouped(c, (candidates, r) -> loss.withCandidates(candidates).withReduction(r));
    }

    private static Mapped ntXent(GoldenCase c) {
        NtXent loss = new NtXent(
                c.params().number("temperature", 0.07),
                distance(c, new CosineDistance()),
                Candidates.BATCH,
                Reduction.MEAN);
        return grouped(c, (candidates, r) -> loss.withCandidates(candidates).withReduction(r));
    }

    private static Mapped supCon(GoldenCase c) {
        SupCon loss = new SupCon()
                .withTemperature(c.params().number("temperature", 0.1))
                .withDistance(distance(c, new CosineDistance()))
                .withViolatingOnly(violatingOnly(c));
        boolean views = c.params().text("self_supervised", "").equals("symmetric");
        Reduction reduction = c.params().text("reducer", "").equals("none") && !views ? Reduction.NONE : reduction(c);
        return grouped(c, (candidates, r) -> loss.withCandidates(candidates).withReduction(reduction));
    }

    private static Distance distance(GoldenCase c, Distance otherwise) {
        return c.params().nested("distance").map(GroupMappers::distance).orElse(otherwise);
    }

    private static Distance distance(Given distance) {
        String type = distance.text("type", "");
        if (type.equals("cosine")) {
            return new CosineDistance();
        }
        double p = distance.number("p", 2);
        double power = distance.number("power", 1);
        boolean normalised = distance.flag("normalize", true);
        if (!type.equals("lp") || !(power == 1 || (power == 2 && p == 2))) {
            throw new UnmappedParameter("there is no distance '%s' of power %s".formatted(type, power));
        }
        Distance plain = power == 1 ? new Minkowski(p) : new SquaredEuclidean();
        return normalised ? new Normalised(plain) : plain;
    }

    private static boolean violatingOnly(GoldenCase c) {
        return c.params().text("reducer", "avg_non_zero").equals("avg_non_zero");
    }

    private static Reduction reduction(GoldenCase c) {
        String reducer = c.params().text("reducer", "avg_non_zero");
        return switch (reducer) {
            case "avg_non_zero", "mean" -> Reduction.MEAN;
            case "sum" -> Reduction.SUM;
            default -> throw new UnmappedParameter("pairs and triples are summed by row, not listed one by one");
        };
    }

    /** The three layouts: one batch, queries and a gallery, two views of the same rows. */
    private static Mapped grouped(GoldenCase c, BiFunction<Candidates, Reduction, Loss> loss) {
        if (Stream.of("anchors", "positives", "negatives").anyMatch(c.labels()::has)) {
            throw new UnmappedParameter("pairs and triples follow from labels, not from lists of rows");
        }
        Reduction reduction = reduction(c);
        HostTensor x = c.tensor("embeddings");
        if (!c.inputs().has("ref_emb")) {
            return batch(c, loss.apply(Candidates.BATCH, reduction));
        }
        HostTensor gallery = c.tensor("ref_emb");
        boolean views = c.params().text("self_supervised", "").equals("symmetric");
        HostTensor labels = labels(c, "labels", x);
        List<HostTensor> inputs =
                views ? List.of(x, gallery, labels) : List.of(x, gallery, labels, labels(c, "ref_labels", gallery));
        Candidates candidates = views ? Candidates.VIEWS : Candidates.GALLERY;
        return new Mapped(loss.apply(candidates, reduction), Batch.of(inputs), List.of("embeddings", "ref_emb"));
    }

    /** Without labels each row is a group of its own. */
    private static HostTensor labels(GoldenCase c, String name, HostTensor rows) {
        long n = rows.shape()[0];
        return c.labels()
                .find(name)
                .map(Tensors::index)
                .orElseGet(() -> HostTensor.indices(LongStream.range(0, n).toArray(), n));
    }
}
