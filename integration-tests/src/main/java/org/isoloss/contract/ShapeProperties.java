/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import ai.djl.ndarray.types.DataType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.isoloss.Batch;
import org.isoloss.ClassAxis;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.TensorOps;

/** Rows, classes and devices are what they are said to be. */
final class ShapeProperties {

    private static final int[] PERMUTATION = {3, 0, 5, 1, 4, 2};

    private ShapeProperties() {}

    static List<LossProperty> all() {
        return List.of(
                new LossProperty("rejectsWrongShapes", ShapeProperties::rejects),
                new LossProperty("permutingTheBatchPermutesTheTerms", ShapeProperties::permutes),
                new LossProperty("bothClassAxesGiveTheSame", ShapeProperties::classAxes),
                new LossProperty("neverReadsBack", ShapeProperties::readsNothing));
    }

    private static void rejects(Subject subject) {
        Loss loss = subject.loss();
        List<HostTensor> inputs = ExampleInputs.seeded(9).of(loss);
        requireRefused(subject, inputs.subList(0, inputs.size() - 1));
        List<Port> ports = loss.signature().ports();
        long withRows = ports.stream().filter(RowsOf::hasRows).count();
        for (int i = 0; i < inputs.size(); i++) {
            HostTensor x = inputs.get(i);
            if (RowsOf.hasRows(ports.get(i)) && withRows > 1) {
                requireRefused(subject, with(inputs, i, RowsOf.select(x, 0, 1, 2, 3, 4)));
            }
            long[] higher = Shapes.append(Shapes.append(x.shape(), 1), 1);
            if (!ports.get(i).dims().contains("*")) {
                requireRefused(subject, with(inputs, i, RowsOf.like(x, x.toArray(), higher)));
            }
        }
    }

    private static List<HostTensor> with(List<HostTensor> inputs, int at, HostTensor x) {
        List<HostTensor> changed = new ArrayList<>(inputs);
        changed.set(at, x);
        return changed;
    }

    private static void requireRefused(Subject subject, List<HostTensor> inputs) {
        try {
            Outcome outcome = subject.reference().evaluate(subject.loss(), Batch.of(inputs));
            throw new AssertionError("%s must be refused, got %s"
                    .formatted(
                            inputs.stream().map(x -> Arrays.toString(x.shape())).toList(), outcome.value()));
        } catch (IllegalArgumentException refusal) {
            LossProperty.require(
                    String.valueOf(refusal.getMessage())
                            .startsWith(subject.loss().name()),
                    "a refusal must begin with the name of the loss, got %s",
                    refusal);
        }
    }

    private static void permutes(Subject subject) {
        Loss loss = subject.loss();
        List<HostTensor> inputs = ExampleInputs.seeded(10).of(loss);
        Evaluator<HostTensor> evaluator = new Evaluator<>(new HostOps());
        HostTensor terms = evaluator.terms(loss, Batch.of(inputs));
        HostTensor permuted = evaluator.terms(loss, Batch.of(RowsOf.select(loss, inputs, PERMUTATION)));
        HostTensor expected = Examples.hasTermsPerRow(loss) ? RowsOf.select(terms, PERMUTATION) : terms;
        Closeness.assertClose("terms of the permuted batch", expected, permuted, 1e-13);
    }

    private static void classAxes(Subject subject) {
        Loss loss = subject.loss();
        if (!Examples.hasRest(loss)) {
            return;
        }
        List<HostTensor> first = ExampleInputs.seeded(11).withRest(3L, 2L).of(loss);
        List<HostTensor> last = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            boolean classes = loss.signature().ports().get(i).dims().contains("C");
            last.add(classes ? classesLast(first.get(i)) : first.get(i));
        }
        Closeness.assertClose(
                "value with the classes last",
                subject.reference().evaluate(loss, Batch.of(first)).value(),
                subject.reference()
                        .evaluate(loss, Batch.of(last).withClassAxis(ClassAxis.LAST))
                        .value(),
                1e-13);
    }

    /** {@code [N, C, H, W]} as {@code [N, H, W, C]}. */
    private static HostTensor classesLast(HostTensor x) {
        long[] s = x.shape();
        HostOps ops = new HostOps();
        HostTensor flat = ops.swapLast(ops.reshape(x, s[0], s[1], s[2] * s[3]));
        return ops.reshape(flat, s[0], s[2], s[3], s[1]);
    }

    private static void readsNothing(Subject subject) {
        runSealed(subject.loss(), Backends.djl(DataType.FLOAT32));
        runSealed(subject.loss(), Backends.dl4j(org.nd4j.linalg.api.buffer.DataType.FLOAT));
    }

    private static <T> void runSealed(Loss loss, Backend<T> backend) {
        try (backend) {
            Batch<HostTensor> masked = Examples.plain(loss).withMask(Examples.mask());
            Batch<T> batch =
                    Batch.of(masked.inputs().stream().map(backend::of).toList()).withMask(backend.of(Examples.mask()));
            new Evaluator<>(sealed(backend.ops())).valueAndGradients(loss, batch);
        }
    }

    /** The same vocabulary, without the way back to the host. */
    @SuppressWarnings("unchecked")
    private static <T> TensorOps<T> sealed(TensorOps<T> ops) {
        return (TensorOps<T>) Proxy.newProxyInstance(
                TensorOps.class.getClassLoader(), new Class<?>[] {TensorOps.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("toHost")) {
                        throw new AssertionError("a loss must not read values back: a GPU would wait");
                    }
                    try {
                        return method.invoke(ops, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
