/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.isoloss.Batch;
import org.isoloss.ClassAxis;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.metric.LossMean;
import org.isoloss.metric.Perplexity;
import org.jspecify.annotations.Nullable;
import org.nd4j.evaluation.BaseEvaluation;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.evaluation.IMetric;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The perplexity of a language model over all tokens that it was shown.
 *
 * <pre>{@code double perplexity = network.doEvaluation(data, new PerplexityEvaluation())[0].perplexity().value();}</pre>
 *
 * <p>Labels may be one-hot or class numbers, and a mask one of examples or of steps. Partial evaluations merge exactly, and are
 * saved by Java and as JSON. A probability that the layer's softmax has rounded to 0 makes the perplexity infinite; a layer with
 * activation IDENTITY and {@link #ofLogits} can't come to that.
 *
 * @since 0.1
 */
public final class PerplexityEvaluation extends BaseEvaluation<PerplexityEvaluation> {

    /** What the output layer gives. */
    public enum Output {
        /** As behind SOFTMAX. */
        PROBABILITIES,
        /** As behind IDENTITY. */
        LOGITS
    }

    /** What an early stopping may watch; all are best when least. */
    public enum Metric implements IMetric {
        PERPLEXITY(Perplexity::value),
        NATS_PER_TOKEN(p -> p.nats().value()),
        BITS_PER_TOKEN(Perplexity::bitsPerToken);

        private final ToDoubleFunction<Perplexity> figure;

        Metric(ToDoubleFunction<Perplexity> figure) {
            this.figure = figure;
        }

        @Override
        @SuppressWarnings("rawtypes") // the framework's own signature
        public Class<? extends IEvaluation> getEvaluationClass() {
            return PerplexityEvaluation.class;
        }

        @Override
        public boolean minimize() {
            return true;
        }
    }

    private static final long serialVersionUID = 1;

    private final Output output;
    private final ClassAxis classAxis;
    private final ArrayList<Integer> ignored;
    private LossMean nats;

    /** Of probabilities, with every token. */
    public PerplexityEvaluation() {
        this(Output.PROBABILITIES, ClassAxis.FIRST, List.of(), LossMean.NOTHING);
    }

    PerplexityEvaluation(
            @JsonProperty("output") Output output,
            @JsonProperty("classAxis") ClassAxis classAxis,
            @JsonProperty("ignored") List<Integer> ignored,
            @JsonProperty("nats") LossMean nats) {
        this.output = output;
        this.classAxis = classAxis;
        this.ignored = new ArrayList<>(ignored);
        this.nats = nats;
    }

    /** The same for a layer that gives logits. */
    public PerplexityEvaluation ofLogits() {
        return new PerplexityEvaluation(Output.LOGITS, classAxis, ignored, nats);
    }

    /** The same for outputs {@code [N, T, C]}. */
    public PerplexityEvaluation withClassAxis(ClassAxis classAxis) {
        return new PerplexityEvaluation(output, classAxis, ignored, nats);
    }

    /** The same without the tokens of these numbers. */
    public PerplexityEvaluation ignoring(Integer... ignored) {
        return new PerplexityEvaluation(output, classAxis, Arrays.asList(ignored), nats);
    }

    /** What it has come to. */
    public Perplexity perplexity() {
        return new Perplexity(nats);
    }

    @Override
    public void eval(
            INDArray labels,
            INDArray predictions,
            @Nullable INDArray mask,
            @Nullable List<? extends Serializable> metaData) {
        if (predictions.length() == 0) {
            return; // ND4J's operations on arrays without elements end the JVM
        }
        int axis = classAxis == ClassAxis.FIRST ? 1 : predictions.rank() - 1;
        ClassLabels numbers = ClassLabels.of(View.of(labels), predictions, axis);
        Batch<INDArray> batch = new Batch<>(
                List.of(logits(predictions), numbers.index().reshaped()),
                ClassLabels.both(
                        Optional.ofNullable(mask).map(m -> withoutClasses(m, predictions.rank(), axis)),
                        numbers.kept()),
                Optional.empty(),
                OptionalDouble.empty(),
                classAxis);
        CrossEntropy loss = new CrossEntropy().withIgnoreIndices(ignored.toArray(Integer[]::new));
        nats = nats.merge(LossMean.of(new Nd4jOps(), loss, batch));
    }

    /** A distribution's logarithms are logits of it. */
    private INDArray logits(INDArray predictions) {
        INDArray x = Computation.wide(predictions);
        return output == Output.LOGITS ? x : new Nd4jOps().log(x);
    }

    private static INDArray withoutClasses(INDArray mask, int rank, int axis) {
        return mask.rank() == rank && rank > 2 && mask.size(axis) == 1
                ? View.of(mask).without(axis).reshaped()
                : mask;
    }

    @Override
    public void merge(PerplexityEvaluation other) {
        nats = nats.merge(other.nats);
    }

    @Override
    public void reset() {
        nats = LossMean.NOTHING;
    }

    @Override
    public PerplexityEvaluation newInstance() {
        return new PerplexityEvaluation(output, classAxis, ignored, LossMean.NOTHING);
    }

    @Override
    public double getValue(IMetric metric) {
        if (metric instanceof Metric m) {
            return m.figure.applyAsDouble(perplexity());
        }
        throw new IllegalArgumentException(
                "metric must be one of %s, got %s".formatted(Arrays.toString(Metric.values()), metric));
    }

    @Override
    public String stats() {
        Perplexity p = perplexity();
        return String.format(
                Locale.ROOT,
                "perplexity %.4f, %.4f bits a token, over %.0f tokens",
                p.value(),
                p.bitsPerToken(),
                p.nats().count().value());
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof PerplexityEvaluation;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PerplexityEvaluation that
                && output == that.output
                && classAxis == that.classAxis
                && ignored.equals(that.ignored)
                && nats.equals(that.nats);
    }

    @Override
    public int hashCode() {
        return Objects.hash(output, classAxis, ignored, nats);
    }
}
