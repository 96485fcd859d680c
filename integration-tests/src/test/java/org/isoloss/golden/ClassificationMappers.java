/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import static org.isoloss.golden.Tensors.broadcast;
import static org.isoloss.golden.Tensors.index;
import static org.isoloss.golden.Tensors.real;
import static org.isoloss.golden.Tensors.reshaped;
import static org.isoloss.golden.Tensors.rows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.BinaryCrossEntropyOnProbabilities;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.HingeEmbedding;
import org.isoloss.classification.MultiClassHinge;
import org.isoloss.classification.MultiLabelHinge;
import org.isoloss.classification.MultiLabelSoftMargin;
import org.isoloss.classification.NegativeLogLikelihood;
import org.isoloss.classification.SigmoidFocal;
import org.isoloss.classification.SoftCrossEntropy;
import org.isoloss.classification.SoftMargin;
import org.isoloss.host.HostTensor;

/** The losses of classes and truth values. */
final class ClassificationMappers {

    private static final String INPUT = "input";
    private static final String TARGET = "target";
    private static final String WEIGHT = "weight";

    private ClassificationMappers() {}

    /** By "loss/impl". */
    static Map<String, Mapper> all() {
        return Map.ofEntries(
                Map.entry("cross_entropy/torch", ClassificationMappers::crossEntropy),
                Map.entry("nll_loss/torch", ClassificationMappers::negativeLogLikelihood),
                Map.entry("binary_cross_entropy/torch", ClassificationMappers::onProbabilities),
                Map.entry("binary_cross_entropy_with_logits/torch", ClassificationMappers::binaryCrossEntropy),
                Map.entry("sigmoid_focal_loss/torchvision", ClassificationMappers::sigmoidFocal),
                Map.entry(
                        "soft_margin_loss/torch",
                        c -> elements(c, new SoftMargin(c.params().reduction("mean")))),
                Map.entry("hinge_embedding_loss/torch", ClassificationMappers::hingeEmbedding),
                Map.entry("multi_margin_loss/torch", ClassificationMappers::multiClassHinge),
                Map.entry("multilabel_margin_loss/torch", ClassificationMappers::multiLabelHinge),
                Map.entry("multilabel_soft_margin_loss/torch", ClassificationMappers::multiLabelSoftMargin),
                Map.entry("soft_target_cross_entropy/timm", ClassificationMappers::softTargets),
                Map.entry("half_binomial_loss/sklearn", ClassificationMappers::binomial),
                Map.entry("half_multinomial_loss/sklearn", ClassificationMappers::multinomial),
                Map.entry("binary_cross_entropy_keras/keras", ClassificationMappers::kerasBinary),
                Map.entry("categorical_cross_entropy_keras/keras", ClassificationMappers::kerasCategorical),
                Map.entry("sparse_categorical_cross_entropy_keras/keras", ClassificationMappers::kerasSparse));
    }

    private static Mapped elements(GoldenCase c, Loss loss) {
        return Mapped.of(loss, INPUT, rows(c.tensor(INPUT)), rows(real(c.tensor(TARGET))));
    }

    /** A target of the input's shape means probabilities. */
    private static Mapped crossEntropy(GoldenCase c) {
        HostTensor logits = batched(c.tensor(INPUT));
        List<Double> weights = c.params().numbers(WEIGHT);
        double smoothing = c.params().number("label_smoothing", 0);
        Reduction reduction = c.params().reduction("mean");
        int ignored = (int) c.params().number("ignore_index", -100);
        if (c.tensor(TARGET).shape().length == c.tensor(INPUT).shape().length) {
            Loss loss = new SoftCrossEntropy(smoothing, weights, reduction);
            return Mapped.of(loss, INPUT, logits, batched(real(c.tensor(TARGET))));
        }
        Loss loss = new CrossEntropy(smoothing, weights, List.of(ignored), reduction);
        return Mapped.of(loss, INPUT, logits, index(rows(c.tensor(TARGET))));
    }

    /** With a row, if it is one class vector alone. */
    private static HostTensor batched(HostTensor x) {
        return x.shape().length == 1 ? reshaped(x, 1, -1) : x;
    }

    private static Mapped negativeLogLikelihood(GoldenCase c) {
        int ignored = (int) c.params().number("ignore_index", -100);
        Loss loss = new NegativeLogLikelihood(
                c.params().numbers(WEIGHT), List.of(ignored), c.params().reduction("mean"));
        return Mapped.of(loss, INPUT, batched(c.tensor(INPUT)), index(rows(c.tensor(TARGET))));
    }

    private static Mapped onProbabilities(GoldenCase c) {
        Loss loss = new BinaryCrossEntropyOnProbabilities()
                .withWeighted(c.params().has(WEIGHT))
                .withReduction(c.params().reduction("mean"));
        return withWeights(c, loss);
    }

    private static Mapped binaryCrossEntropy(GoldenCase c) {
        List<Double> positive = c.params().numbers("pos_weight");
        BinaryCrossEntropy plain = new BinaryCrossEntropy()
                .withWeighted(c.params().has(WEIGHT))
                .withReduction(c.params().reduction("mean"));
        return switch (positive.size()) {
            case 0 -> withWeights(c, plain);
            case 1 -> withWeights(c, plain.withPositiveWeight(positive.get(0)));
            default -> withWeights(c, plain.withLabelWeights(positive)).withClassesLast();
        };
    }

    /** With a third input where there are weights, which torch broadcasts. */
    private static Mapped withWeights(GoldenCase c, Loss loss) {
        HostTensor x = rows(c.tensor(INPUT));
        Optional<HostTensor> weights = c.params().find(WEIGHT).map(w -> broadcast(w, x.shape()));
        HostTensor[] inputs = Stream.concat(Stream.of(x, rows(c.tensor(TARGET))), weights.stream())
                .toArray(HostTensor[]::new);
        return Mapped.of(loss, INPUT, inputs);
    }

    private static Mapped sigmoidFocal(GoldenCase c) {
        double alpha = c.params().number("alpha", 0.25);
        Loss loss = new SigmoidFocal(
                alpha < 0 ? OptionalDouble.empty() : OptionalDouble.of(alpha),
                c.params().number("gamma", 2),
                c.params().reduction("none"));
        return elements(c, loss);
    }

    private static Mapped hingeEmbedding(GoldenCase c) {
        return elements(
                c, new HingeEmbedding(c.params().number("margin", 1), c.params().reduction("mean")));
    }

    private static Mapped multiClassHinge(GoldenCase c) {
        Loss loss = new MultiClassHinge(
                (int) c.params().number("p", 1),
                c.params().number("margin", 1),
                c.params().numbers(WEIGHT),
                c.params().reduction("mean"));
        return Mapped.of(loss, INPUT, batched(c.tensor(INPUT)), index(rows(c.tensor(TARGET))));
    }

    /** The numbers of the labels, up to the first -1, as truths. */
    private static Mapped multiLabelHinge(GoldenCase c) {
        HostTensor scores = batched(c.tensor(INPUT));
        return Mapped.of(
                new MultiLabelHinge().withReduction(c.params().reduction("mean")),
                INPUT,
                scores,
                Tensors.manyHot(batched(c.tensor(TARGET))));
    }

    private static Mapped multiLabelSoftMargin(GoldenCase c) {
        Loss loss =
                new MultiLabelSoftMargin(c.params().numbers(WEIGHT), c.params().reduction("mean"));
        return Mapped.of(loss, INPUT, c.tensor(INPUT), real(c.tensor(TARGET))).withClassesLast();
    }

    private static Mapped softTargets(GoldenCase c) {
        return Mapped.of(new SoftCrossEntropy(), INPUT, c.tensor(INPUT), real(c.tensor(TARGET)))
                .withClassesLast();
    }

    /** Values for each row; sklearn leaves out what depends on the target alone, which is nothing for labels of 0 and 1. */
    private static Mapped binomial(GoldenCase c) {
        return sampled(c, new BinaryCrossEntropy().withReduction(Reduction.NONE), real(c.tensor("y_true")));
    }

    private static Mapped multinomial(GoldenCase c) {
        c.params().number("n_classes", 0);
        return sampled(c, new CrossEntropy().withReduction(Reduction.NONE), index(c.tensor("y_true")));
    }

    private static Mapped sampled(GoldenCase c, Loss loss, HostTensor target) {
        c.params().text("class", "");
        Mapped mapped = Mapped.of(loss, "raw_prediction", c.tensor("raw_prediction"), target);
        return c.labels().find("sample_weight").map(mapped::withSampleWeights).orElse(mapped);
    }

    private static void requireLogits(GoldenCase c) {
        if (!c.params().flag("from_logits", false)) {
            throw new UnmappedParameter("Keras clips probabilities at 1e-7");
        }
    }

    /** Keras averages over the last axis. */
    private static Mapped kerasBinary(GoldenCase c) {
        requireLogits(c);
        if (c.params().number("label_smoothing", 0) != 0) {
            throw new UnmappedParameter("MultiLabelSoftMargin has no label smoothing");
        }
        return keras(c, new MultiLabelSoftMargin().withReduction(Reduction.NONE), real(c.tensor("y_true")));
    }

    private static Mapped kerasCategorical(GoldenCase c) {
        requireLogits(c);
        Loss loss = new SoftCrossEntropy()
                .withLabelSmoothing(c.params().number("label_smoothing", 0))
                .withReduction(Reduction.NONE);
        return keras(c, loss, real(c.tensor("y_true")));
    }

    private static Mapped kerasSparse(GoldenCase c) {
        requireLogits(c);
        CrossEntropy plain = new CrossEntropy().withReduction(Reduction.NONE);
        Loss loss = c.params().has("ignore_class")
                ? plain.withIgnoreIndices((int) c.params().number("ignore_class", 0))
                : plain;
        return keras(c, loss, index(c.tensor("y_true")));
    }

    private static Mapped keras(GoldenCase c, Loss loss, HostTensor target) {
        return Mapped.of(loss, "y_pred", c.tensor("y_pred"), target).withClassesLast();
    }
}
