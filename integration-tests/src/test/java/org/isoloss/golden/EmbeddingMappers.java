/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import static org.isoloss.golden.Tensors.real;
import static org.isoloss.golden.Tensors.reshaped;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.isoloss.Batch;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.embedding.CoSent;
import org.isoloss.embedding.Contrastive;
import org.isoloss.embedding.CosineDistance;
import org.isoloss.embedding.CosineEmbedding;
import org.isoloss.embedding.Distance;
import org.isoloss.embedding.Minkowski;
import org.isoloss.embedding.MultipleNegativesRanking;
import org.isoloss.embedding.SigLip;
import org.isoloss.embedding.Similarity;
import org.isoloss.embedding.SquaredEuclidean;
import org.isoloss.embedding.TripletMargin;
import org.isoloss.host.HostTensor;

/** The losses of embeddings whose partners are given row by row. */
final class EmbeddingMappers {

    /** What {@code pairwise_distance} of PyTorch adds unless it is told otherwise. */
    private static final double OFFSET = 1e-6;

    private EmbeddingMappers() {}

    /** By "loss/impl". */
    static Map<String, Mapper> all() {
        Map<String, Mapper> all = new HashMap<>(Map.of(
                "triplet_margin_loss/torch", EmbeddingMappers::triplet,
                "triplet_margin_with_distance_loss/torch", EmbeddingMappers::tripletWithDistance,
                "triplet_loss_st/st", EmbeddingMappers::tripletOfSentences,
                "cosine_embedding_loss/torch", EmbeddingMappers::cosineEmbedding,
                "contrastive_loss_st/st", EmbeddingMappers::contrastive,
                "multiple_negatives_ranking_loss/st", c -> negatives(c, false),
                "multiple_negatives_symmetric_ranking_loss/st", c -> negatives(c, true),
                "cosent_loss/st", EmbeddingMappers::coSent,
                "clip_loss/open_clip", EmbeddingMappers::clip,
                "siglip_loss/open_clip", EmbeddingMappers::sigLip));
        all.putAll(GroupMappers.all());
        return all;
    }

    private static Mapped triplet(GoldenCase c) {
        Distance distance = new Minkowski(c.params().number("p", 2), c.params().number("eps", OFFSET));
        return triplet(c, c.params().number("margin", 1), distance, "positive", "negative");
    }

    private static Mapped tripletWithDistance(GoldenCase c) {
        String name = c.params().text("distance", "");
        Distance distance =
                switch (name) {
                    case "euclidean" -> new Minkowski(2, OFFSET);
                    case "squared_euclidean" -> new SquaredEuclidean();
                    case "one_minus_cosine" -> new CosineDistance();
                    case "linf" -> new Minkowski(Double.POSITIVE_INFINITY);
                    default -> throw new UnmappedParameter("there is no distance '%s'".formatted(name));
                };
        return triplet(c, c.params().number("margin", 1), distance, "positive", "negative");
    }

    /** Where this source takes distances for similarities, what it calls the positive is our negative. */
    private static Mapped tripletOfSentences(GoldenCase c) {
        String name = c.params().text("distance", "euclidean");
        double margin = c.params().number("triplet_margin", 5);
        return switch (name) {
            case "cosine" -> triplet(c, margin, new CosineDistance(), "positive", "negative");
            case "euclidean" -> triplet(c, margin, new Minkowski(2), "negative", "positive");
            case "manhattan" -> triplet(c, margin, new Minkowski(1), "negative", "positive");
            default -> throw new UnmappedParameter("there is no distance '%s'".formatted(name));
        };
    }

    private static Mapped triplet(GoldenCase c, double margin, Distance distance, String positive, String negative) {
        Loss loss = new TripletMargin(
                margin, distance, c.params().flag("swap", false), c.params().reduction("mean"));
        return pairs(loss, c, List.of("anchor", positive, negative));
    }

    private static Mapped cosineEmbedding(GoldenCase c) {
        Loss loss =
                new CosineEmbedding(c.params().number("margin", 0), c.params().reduction("mean"));
        return pairs(loss, c, List.of("input1", "input2"), c.tensor("target"));
    }

    private static Mapped contrastive(GoldenCase c) {
        String name = c.params().text("distance", "cosine");
        Distance distance =
                switch (name) {
                    case "cosine" -> new CosineDistance();
                    case "euclidean" -> new Minkowski(2, OFFSET);
                    case "manhattan" -> new Minkowski(1, OFFSET);
                    default -> throw new UnmappedParameter("there is no distance '%s'".formatted(name));
                };
        Reduction reduction = c.params().flag("size_average", true) ? Reduction.MEAN : Reduction.SUM;
        Loss loss = new Contrastive(c.params().number("margin", 0.5), distance, reduction);
        return pairs(loss, c, List.of("embeddings1", "embeddings2"), c.tensor("labels"));
    }

    private static Mapped negatives(GoldenCase c, boolean symmetric) {
        List<String> columns = c.inputs().names().stream()
                .filter(name -> name.startsWith("negative"))
                .sorted()
                .toList();
        Loss loss = new MultipleNegativesRanking(
                OptionalDouble.of(c.params().number("scale", 20)),
                similarity(c, "dot_score"),
                columns.size(),
                symmetric,
                Reduction.MEAN);
        return pairs(
                loss,
                c,
                Stream.concat(Stream.of("anchor", "positive"), columns.stream()).toList());
    }

    private static Similarity similarity(GoldenCase c, String dot) {
        return c.params().text("similarity", "").equals(dot) ? Similarity.DOT : Similarity.COSINE;
    }

    private static Mapped coSent(GoldenCase c) {
        Loss loss = new CoSent(c.params().number("scale", 20), similarity(c, "pairwise_dot_score"));
        return pairs(loss, c, List.of("embeddings1", "embeddings2"), c.tensor("labels"));
    }

    /** A bias added to all logits leaves their softmax as it is. */
    private static Mapped clip(GoldenCase c) {
        c.inputs().has("logit_bias");
        Loss loss = new MultipleNegativesRanking(OptionalDouble.empty(), Similarity.DOT, 0, true, Reduction.MEAN);
        return pairs(loss, c, List.of("image_features", "text_features", "logit_scale"));
    }

    /** In which chunks the source goes through the pairs changes nothing. */
    private static Mapped sigLip(GoldenCase c) {
        c.params().has("chunk_size");
        OptionalDouble bias = c.inputs().has("logit_bias") ? OptionalDouble.empty() : OptionalDouble.of(0);
        Loss loss = new SigLip(OptionalDouble.empty(), bias, Similarity.DOT, Reduction.MEAN);
        List<String> inputs = List.of("image_features", "text_features", "logit_scale");
        return pairs(
                loss,
                c,
                bias.isPresent()
                        ? inputs
                        : Stream.concat(inputs.stream(), Stream.of("logit_bias"))
                                .toList());
    }

    /** The predictions by their golden names, then the targets; a single vector is a batch of one row. */
    private static Mapped pairs(Loss loss, GoldenCase c, List<String> predictions, HostTensor... targets) {
        List<HostTensor> inputs = Stream.concat(
                        predictions.stream().map(c::tensor).map(EmbeddingMappers::matrix),
                        Stream.of(targets).map(t -> Tensors.rows(real(t))))
                .toList();
        return new Mapped(loss, Batch.of(inputs), predictions);
    }

    private static HostTensor matrix(HostTensor x) {
        return x.shape().length == 1 ? reshaped(x, 1, -1) : x;
    }
}
