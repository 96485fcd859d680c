/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.djl.DjlLoss;
import org.isoloss.djl.DjlOps;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.SquaredError;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.TensorOps;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

/** The contract is proved too: every fault that is planted fails the property that names it, and no other. */
class SeededFaultsTest {

    private record Fault(String name, String property, Subject subject) {}

    private static List<Fault> faults() {
        return List.of(
                loss("lost minus", "gradientMatchesFiniteDifferences", new FaultyLosses.LostMinus()),
                loss("dead gradient", "gradientMatchesFiniteDifferences", new FaultyLosses.DeadGradient()),
                loss("overflow", "isFiniteAtExtremes", new FaultyLosses.Overflow()),
                loss("forgotten mask", "dropsMaskedRows", new FaultyLosses.ForgottenMask()),
                loss("nothing over nothing", "isZeroWhenNothingCounts", new FaultyLosses.NothingOverNothing()),
                loss("favoured row", "permutingTheBatchPermutesTheTerms", new FaultyLosses.FavouredRow()),
                loss("lying accessor", "survivesJson", new FaultyLosses.LyingAccessor()),
                route(
                        "mask that multiplies",
                        "dropsMaskedRows",
                        new SquaredError(),
                        dl4j(SeededFaultsTest::multiplyMask)),
                route("missing sum", "allBackendsAgree", new FaultyLosses.Shifted(), djl(SeededFaultsTest::dropSum)),
                route(
                        "swapped tie",
                        "kinksAreDecidedAlike",
                        new FaultyLosses.Larger(),
                        djl(SeededFaultsTest::denyTies)),
                route(
                        "inaccurate product",
                        "allBackendsAgree",
                        new SquaredError(),
                        dl4j(SeededFaultsTest::roundSquares)),
                route("gradient lost in a cast", "theEnginesOwnAutogradAgrees", new SquaredError(), lostInCast()),
                route("wrong factor B", "djlAndDl4jGiveTheSameGradient", new SquaredError(), wrongFactor()),
                route("wrong sign in DJL", "djlAndDl4jGiveTheSameGradient", new SquaredError(), wrongSign()),
                route("mutated labels", "doesNotChangeItsInputs", new SquaredError(), mutatedLabels()),
                route("swallowed refusal", "rejectsWrongShapes", new SquaredError(), swallowedRefusal()),
                route("empty batch refused", "isZeroForAnEmptyBatch", new SquaredError(), emptyRefused()));
    }

    private static Fault loss(String name, String property, Loss loss) {
        return new Fault(name, property, new Subject(loss, LossContract.routes()));
    }

    /** Puts {@code faulty} in the place of the route of the same name and role. */
    private static Fault route(String name, String property, Loss loss, Route faulty) {
        List<Route> routes = new ArrayList<>(LossContract.routes());
        routes.replaceAll(r -> r.name().equals(faulty.name()) && r.role() == faulty.role() ? faulty : r);
        assertThat(routes).contains(faulty);
        return new Fault(name, property, new Subject(loss, routes));
    }

    @TestFactory
    Stream<DynamicTest> everyFaultFailsThePropertyThatNamesIt() {
        List<Fault> faults = faults();
        assertThat(faults).hasSizeGreaterThanOrEqualTo(12);
        return faults.stream()
                .map(f -> DynamicTest.dynamicTest(
                        f.name(), () -> assertThat(failures(f.subject())).containsExactly(f.property())));
    }

    @Test
    void aSoundLossFailsNothing() {
        assertThat(failures(new Subject(new FaultyLosses.Larger(), LossContract.routes())))
                .isEmpty();
        assertThat(failures(new Subject(new FaultyLosses.Shifted(), LossContract.routes())))
                .isEmpty();
    }

    @Test
    void binaryCrossEntropyOfDl4jItselfFailsAtLargeLogits() {
        Subject subject = route(
                        "", "", new BinaryCrossEntropy(), new Dl4jRoute(loss -> new Sigmoid(new LossBinaryXENT())))
                .subject();
        assertThat(failures(subject)).contains("noGradientDiesAtLargeInputs").doesNotContain("rejectsWrongShapes");
    }

    @Test
    void aMissingFrameworkFailsAndDoesNotSkip() {
        List<Route> routes = LossContract.routes().stream()
                .filter(r -> !r.framework().equals("djl"))
                .toList();
        assertThat(failures(new Subject(new SquaredError(), routes)))
                .contains("allBackendsAgree", "theEnginesOwnAutogradAgrees", "djlAndDl4jGiveTheSameGradient");
    }

    private static Set<String> failures(Subject subject) {
        Set<String> failures = new TreeSet<>();
        for (LossProperty property : LossProperty.all()) {
            try {
                property.check().accept(subject);
            } catch (AssertionError | RuntimeException e) {
                failures.add(property.name());
            }
        }
        return failures;
    }

    // ---- faults of a vocabulary ----

    private static Route djl(UnaryOperator<TensorOps<NDArray>> fault) {
        return new EvaluatorRoute<NDArray>(
                Route.Role.BACKEND, () -> Backends.djl(DataType.FLOAT64), b -> new Evaluator<>(fault.apply(b.ops())));
    }

    private static Route dl4j(UnaryOperator<TensorOps<INDArray>> fault) {
        return new EvaluatorRoute<INDArray>(
                Route.Role.BACKEND,
                () -> Backends.dl4j(org.nd4j.linalg.api.buffer.DataType.DOUBLE),
                b -> new Evaluator<>(fault.apply(b.ops())));
    }

    private interface Operation<T> {
        Object apply(TensorOps<T> ops, Object... operands);
    }

    /** The vocabulary with one operation replaced. */
    @SuppressWarnings("unchecked")
    private static <T> TensorOps<T> replace(TensorOps<T> ops, String operation, Operation<T> fault) {
        return (TensorOps<T>) Proxy.newProxyInstance(
                TensorOps.class.getClassLoader(), new Class<?>[] {TensorOps.class}, (proxy, method, operands) -> {
                    try {
                        return method.getName().equals(operation)
                                ? fault.apply(ops, operands)
                                : method.invoke(ops, operands);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @SuppressWarnings("unchecked")
    private static <T> TensorOps<T> multiplyMask(TensorOps<T> ops) {
        return replace(ops, "where", (o, x) -> {
            T yes = (T) x[1];
            T no = (T) x[2];
            T chosen = o.toFloat((T) x[0], yes);
            return o.add(o.mul(chosen, yes), o.mul(o.shift(o.neg(chosen), 1), no));
        });
    }

    @SuppressWarnings("unchecked")
    private static <T> TensorOps<T> dropSum(TensorOps<T> ops) {
        return replace(ops, "sumTo", (o, x) -> {
            T wide = (T) x[0];
            long[] shape = (long[]) x[1];
            return Shapes.size(o.shape(wide)) == Shapes.size(shape) ? wide : o.reshape(o.slice(wide, 0, 0, 1), shape);
        });
    }

    @SuppressWarnings("unchecked")
    private static <T> TensorOps<T> denyTies(TensorOps<T> ops) {
        return replace(ops, "equal", (o, x) -> {
            T same = o.equal((T) x[0], (T) x[1]);
            long[] shape = o.shape((T) x[0]);
            boolean arrays = shape.length > 0 && Arrays.equals(shape, o.shape((T) x[1]));
            return arrays ? o.and(same, o.not(same)) : same;
        });
    }

    @SuppressWarnings("unchecked")
    private static <T> TensorOps<T> roundSquares(TensorOps<T> ops) {
        return replace(ops, "square", (o, x) -> o.scale(o.square((T) x[0]), 1 + 1e-9));
    }

    /** {@code duplicate} is one of the engine's operations without a gradient. */
    private static Route lostInCast() {
        return DjlRoutes.autograd(
                replace(new DjlOps(), "square", (o, x) -> o.mul((NDArray) x[0], ((NDArray) x[0]).duplicate())));
    }

    // ---- faults of a bridge ----

    /** An {@code ILossFunction} with something done to its gradient. */
    private record Meddled(ILossFunction inner, boolean wrongFactor, boolean mutates)
            implements ForwardingLossFunction {
        @Override
        public INDArray computeGradient(
                INDArray labels,
                INDArray preOutput,
                org.nd4j.linalg.activations.IActivation activation,
                INDArray mask) {
            INDArray gradient = inner.computeGradient(labels, preOutput, activation, mask);
            if (gradient.length() == 0) {
                return gradient;
            }
            if (mutates) {
                labels.addi(1);
            }
            return wrongFactor ? gradient.mul(2) : gradient;
        }
    }

    private static Route wrongFactor() {
        return new Dl4jRoute(loss -> new Meddled(new Dl4jLoss(loss), true, false));
    }

    private static Route mutatedLabels() {
        return new Dl4jRoute(loss -> new Meddled(new Dl4jLoss(loss), false, true));
    }

    /** DL4J's own loss behind its usual activation. */
    private record Sigmoid(ILossFunction inner) implements ForwardingLossFunction {
        @Override
        public double computeScore(
                INDArray labels,
                INDArray preOutput,
                org.nd4j.linalg.activations.IActivation activation,
                INDArray mask,
                boolean average) {
            return inner.computeScore(labels, preOutput, new ActivationSigmoid(), mask, average);
        }

        @Override
        public INDArray computeGradient(
                INDArray labels,
                INDArray preOutput,
                org.nd4j.linalg.activations.IActivation activation,
                INDArray mask) {
            return inner.computeGradient(labels, preOutput, new ActivationSigmoid(), mask);
        }
    }

    private static Route wrongSign() {
        return DjlRoutes.bridge(loss -> new ai.djl.training.loss.Loss("uphill") {
            @Override
            public NDArray evaluate(NDList labels, NDList predictions) {
                NDArray value = new DjlLoss(loss).evaluate(labels, predictions);
                return value.stopGradient().mul(2).sub(value);
            }
        });
    }

    // ---- faults of the reference ----

    private record Reference(Route inner, boolean swallows, boolean refusesEmpty) implements Route {
        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public Role role() {
            return inner.role();
        }

        @Override
        public String framework() {
            return inner.framework();
        }

        @Override
        public double tolerance() {
            return inner.tolerance();
        }

        @Override
        public boolean takes(Loss loss, Batch<HostTensor> batch) {
            return true;
        }

        @Override
        public Outcome evaluate(Loss loss, Batch<HostTensor> batch) {
            boolean empty = batch.inputs().stream().anyMatch(x -> Shapes.size(x.shape()) == 0);
            if (empty && refusesEmpty) {
                throw new IllegalArgumentException("nothing to do");
            }
            try {
                return inner.evaluate(loss, batch);
            } catch (IllegalArgumentException e) {
                if (swallows) {
                    return new Outcome(HostTensor.of(new double[1]), List.of(), List.of());
                }
                throw e;
            }
        }
    }

    private static Route swallowedRefusal() {
        return new Reference(LossContract.routes().get(0), true, false);
    }

    private static Route emptyRefused() {
        return new Reference(LossContract.routes().get(0), false, true);
    }
}
