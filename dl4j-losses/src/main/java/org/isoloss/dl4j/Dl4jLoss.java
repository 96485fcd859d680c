/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.isoloss.Batch;
import org.isoloss.ClassAxis;
import org.isoloss.Counters;
import org.isoloss.Domain;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Rows;
import org.isoloss.Signature;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonAnySetter;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Any {@link Loss} as a DL4J loss function.
 *
 * <p>The prediction ports share the columns of the layer's output in order, the target ports those of the labels; see {@link
 * #withColumns}. Class labels may be numbers, {@code [N]} or {@code [N, 1]}, or one-hot, where a row of zeros has no label. A
 * mask of 0 drops a row, a fraction weighs it.
 *
 * <p>What the network minimises is the loss as specified: DL4J divides gradients and scores by the number of examples, so
 * they are multiplied by it here. Behind recurrent and convolutional layers add a {@link MinibatchSize} to the network.
 *
 * <p>Half precision and bfloat16 are computed in float, the layer's activation too. The gradient is rounded once, and is that of
 * the loss times the number of examples, so a mean over many of them does not vanish; a score is never rounded.
 *
 * <p>An activation that the loss contains, softmax with logits over classes, may stand on the layer and is not applied twice.
 */
public final class Dl4jLoss implements ILossFunction {

    private static final long serialVersionUID = 1;

    @JsonProperty("loss")
    private final LinkedHashMap<String, Object> config;

    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private final @Nullable ClassAxis classAxis;

    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private final ArrayList<Integer> columns;

    private final transient Loss loss;
    private final transient Signature signature;
    private final transient Computation computation;

    /**
     * Runs {@code loss}, a record whose reduction is a number, by what {@link Execution#configured} says, and {@link #checked}
     * under {@code -Disoloss.checked}.
     */
    public Dl4jLoss(Loss loss) {
        this(loss, null, List.of(), Computation.configured());
    }

    @JsonCreator
    Dl4jLoss(
            @JsonProperty("loss") Map<String, Object> config,
            @JsonProperty("classAxis") @Nullable ClassAxis classAxis,
            @JsonProperty("columns") @Nullable List<Integer> columns) {
        this(LossConfig.fromMap(config), classAxis, columns == null ? List.of() : columns, Computation.configured());
    }

    private Dl4jLoss(Loss loss, @Nullable ClassAxis classAxis, List<Integer> columns, Computation computation) {
        if (loss.reduction() == Reduction.NONE) {
            throw new IllegalArgumentException(
                    "%s: a DL4J loss must be a number, got reduction NONE".formatted(loss.name()));
        }
        this.config = new LinkedHashMap<>(LossConfig.toMap(loss));
        this.classAxis = classAxis;
        this.columns = new ArrayList<>(columns);
        this.loss = loss;
        this.signature = loss.signature();
        this.computation = computation;
    }

    /** The same loss for outputs of more than two dimensions with their classes elsewhere. */
    public Dl4jLoss withClassAxis(ClassAxis classAxis) {
        return new Dl4jLoss(loss, classAxis, columns, computation);
    }

    /** The same loss with prediction ports of these widths, where equal shares of the output do not fit. */
    public Dl4jLoss withColumns(int... columns) {
        return new Dl4jLoss(loss, classAxis, IntStream.of(columns).boxed().toList(), computation);
    }

    /** The same loss, computed by something else. This option is not saved with a model. */
    public Dl4jLoss withExecution(Execution execution) {
        return new Dl4jLoss(loss, classAxis, columns, computation.by(execution));
    }

    /**
     * The same loss, looking for bad values by ND4J's operations; slow. A loss or gradient that is not finite is an error, which
     * says why: see {@link org.isoloss.NonFinite}. This option is not saved with a model.
     */
    public Dl4jLoss checked() {
        return checked(Counters::log);
    }

    /** As {@link #checked()}; {@code watcher} is told in each step what was counted, instead of the log. */
    public Dl4jLoss checked(Consumer<Counters> watcher) {
        return new Dl4jLoss(loss, classAxis, columns, computation.checked(watcher));
    }

    /** By what these would be computed, and why: a sentence. */
    public String explain(INDArray labels, INDArray preOutput) {
        return computation.explain(loss, signature, batch(labels, Computation.wide(preOutput), null));
    }

    /** The loss that this runs. */
    public Loss loss() {
        return loss;
    }

    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask, boolean average) {
        if (preOutput.length() == 0) {
            return 0; // ND4J's operations on arrays without elements end the JVM
        }
        INDArray output = linked(activation).output(Computation.wide(preOutput));
        double value = computation.value(loss, batch(labels, output, mask));
        return average ? value : value * examples(preOutput);
    }

    @Override
    public INDArray computeGradient(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
        return differentiate(labels, preOutput, activation, mask).getSecond();
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask, boolean average) {
        Pair<Double, INDArray> both = differentiate(labels, preOutput, activation, mask);
        double total = both.getFirst();
        return new Pair<>(average ? total / examples(preOutput) : total, both.getSecond());
    }

    /** What the network adds up before it divides by the number of examples: the loss times that number, and its gradient. */
    private Pair<Double, INDArray> differentiate(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
        if (preOutput.length() == 0) {
            return new Pair<>(0.0, preOutput); // ND4J's operations on arrays without elements end the JVM
        }
        LinkedActivation linked = linked(activation);
        INDArray z = Computation.wide(preOutput);
        INDArray output = linked.output(z);
        Computation.Result both = computation.valueAndGradients(
                new Times(examples(preOutput), loss), signature, batch(labels, output, mask));
        INDArray gradient = outputColumns(output).join(both.gradients(), output);
        return new Pair<>(both.value(), linked.gradient(z, gradient).castTo(preOutput.dataType()));
    }

    /** The kept terms of each row, added up, {@code [rows, 1]}. */
    @Override
    public INDArray computeScoreArray(
            INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
        Rows rows = signature.rows();
        if (rows == Rows.POOLED || rows == Rows.COMPOSED) {
            throw new UnsupportedOperationException(
                    "%s: scores of examples need a term for each row, but its rows are %s"
                            .formatted(loss.name(), rows.name().toLowerCase(Locale.ROOT)));
        }
        LinkedActivation linked = linked(activation);
        INDArray terms = computation.terms(loss, batch(labels, linked.output(Computation.wide(preOutput)), mask));
        long n = terms.size(0);
        return terms.reshape('c', new long[] {n, terms.length() / n}).sum(true, 1);
    }

    /** What DL4J will divide by. */
    private long examples(INDArray preOutput) {
        long rows = preOutput.size(0);
        OptionalLong told = MinibatchSize.current();
        return told.isPresent() && rows % told.getAsLong() == 0 ? told.getAsLong() : rows;
    }

    private LinkedActivation linked(IActivation activation) {
        return LinkedActivation.of(loss.name(), signature.predictions(), activation);
    }

    private Columns outputColumns(INDArray output) {
        return Columns.of(loss.name(), signature.predictions(), columns, output.size(-1));
    }

    /** What arrives, sorted into the ports. */
    Batch<View> batch(INDArray labels, INDArray output, @Nullable INDArray mask) {
        List<Port> targets = signature.targets();
        Iterator<View> outputs = outputColumns(output).split(output).iterator();
        Iterator<View> given = targets.isEmpty()
                ? List.<View>of().iterator()
                : Columns.of(loss.name(), targets, List.of(), labels.rank() < 2 ? 1 : labels.size(-1))
                        .split(Computation.wide(labels))
                        .iterator();
        Optional<INDArray> kept = Optional.ofNullable(mask).map(Computation::wide);
        List<View> inputs = new ArrayList<>();
        for (Port port : signature.ports()) {
            if (port.differentiable()) {
                inputs.add(outputs.next());
            } else if (port.domain() == Domain.CLASS_INDEX && Columns.isSingle(port)) {
                ClassLabels numbers = ClassLabels.of(given.next());
                inputs.add(numbers.index());
                kept = ClassLabels.both(kept, numbers.kept());
            } else {
                inputs.add(given.next());
            }
        }
        return new Batch<>(
                inputs,
                kept.map(View::of),
                Optional.empty(),
                OptionalDouble.empty(),
                Objects.requireNonNullElse(classAxis, ClassAxis.FIRST));
    }

    @Override
    public String name() {
        return loss.name();
    }

    /** DL4J's reader passes over what it does not know; a misspelt option must not be lost like that. */
    @JsonAnySetter
    void refuse(String property, Object value) {
        throw new IllegalArgumentException(
                "Dl4jLoss has no property '%s'; it has [loss, classAxis, columns]".formatted(property));
    }

    private Object readResolve() {
        return new Dl4jLoss(config, classAxis, columns);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Dl4jLoss that
                && loss.equals(that.loss)
                && classAxis == that.classAxis
                && columns.equals(that.columns);
    }

    @Override
    public int hashCode() {
        return Objects.hash(loss, classAxis, columns);
    }

    @Override
    public String toString() {
        return loss.toString();
    }
}
