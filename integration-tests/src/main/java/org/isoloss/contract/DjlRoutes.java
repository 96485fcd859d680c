/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.isoloss.Batch;
import org.isoloss.ClassAxis;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.djl.DjlLoss;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.TensorOps;

/** The ways in which DJL's own engine differentiates: through our bridge, and through our vocabulary. */
final class DjlRoutes {
    private DjlRoutes() {}

    /** The loss as DJL's trainer sees it, in float64. */
    static Route bridge(Function<Loss, ai.djl.training.loss.Loss> adapter) {
        return bridge("djl bridge", DataType.FLOAT64, adapter);
    }

    static Route bridge(String name, DataType type, Function<Loss, ai.djl.training.loss.Loss> adapter) {
        return new Recorded(name, Route.Role.BRIDGE, type, (loss, given) -> {
            NDList labels = new NDList(given.targets());
            given.batch().mask().ifPresent(m -> labels.add(named(m, DjlLoss.MASK)));
            given.batch().sampleWeights().ifPresent(w -> labels.add(named(w, DjlLoss.SAMPLE_WEIGHTS)));
            return adapter.apply(loss).evaluate(labels, new NDList(given.predictions()));
        });
    }

    private static NDArray named(NDArray x, String name) {
        x.setName(name);
        return x;
    }

    /** The vocabulary, recorded and differentiated by the engine: a derivation of every gradient that we have not written. */
    static Route autograd(TensorOps<NDArray> ops) {
        return new Recorded("djl autograd", Route.Role.AUTOGRAD, DataType.FLOAT64, (loss, given) -> new Evaluator<>(ops)
                .value(loss, given.batch()));
    }

    private record Given(Batch<NDArray> batch, List<NDArray> predictions, List<NDArray> targets) {}

    private record Recorded(String name, Role role, DataType type, BiFunction<Loss, Given, NDArray> value)
            implements Route {

        @Override
        public String framework() {
            return "djl";
        }

        @Override
        public double tolerance() {
            return Tolerances.of(type == DataType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f));
        }

        @Override
        public boolean takes(Loss loss, Batch<HostTensor> batch) {
            boolean number = role == Role.AUTOGRAD || loss.reduction() != Reduction.NONE;
            return number
                    && (role == Role.AUTOGRAD || batch.normaliser().isEmpty())
                    && batch.classAxis() == ClassAxis.FIRST;
        }

        @Override
        public Outcome evaluate(Loss loss, Batch<HostTensor> batch) {
            try (Backend<NDArray> djl = Backends.djl(type);
                    GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                List<NDArray> inputs = batch.inputs().stream().map(djl::of).toList();
                List<Port> ports = loss.signature().ports();
                List<NDArray> predictions = new ArrayList<>();
                List<NDArray> targets = new ArrayList<>();
                IntStream.range(0, ports.size())
                        .forEach(i -> (ports.get(i).differentiable() ? predictions : targets).add(inputs.get(i)));
                predictions.forEach(p -> p.setRequiresGradient(true));
                Batch<NDArray> there = batch.with(inputs, djl::of);
                NDArray result = value.apply(loss, new Given(there, predictions, targets));
                collector.backward(result);
                return new Outcome(
                        djl.toHost(result),
                        predictions.stream()
                                .map(p -> djl.toHost(p.getGradient()))
                                .toList(),
                        inputs.stream().map(x -> djl.toHost(x)).toList());
            }
        }
    }
}
