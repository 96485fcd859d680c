/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.isoloss.Batch;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Shapes;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * The loss as DL4J's output layer sees it, with identity as activation. What the layer divides by, it divides by here.
 *
 * @param name as in {@link Route#name}
 * @param type of the layer's output
 * @param adapter makes the loss function; an {@code ILossFunction} of DL4J's own can be put to the same test
 */
record Dl4jRoute(String name, DataType type, Function<Loss, ILossFunction> adapter) implements Route {

    private static final IActivation IDENTITY = new ActivationIdentity();

    /** In float64. */
    Dl4jRoute(Function<Loss, ILossFunction> adapter) {
        this("dl4j bridge", DataType.DOUBLE, adapter);
    }

    @Override
    public Role role() {
        return Role.BRIDGE;
    }

    @Override
    public String framework() {
        return "dl4j";
    }

    @Override
    public double tolerance() {
        return Tolerances.of(type == DataType.DOUBLE ? Math.ulp(1.0) : Math.ulp(1f));
    }

    /**
     * DL4J passes one matrix, without sample weights; what has no rows of its own stands in the first, so there must be one, and
     * it must be a vector.
     */
    @Override
    public boolean takes(Loss loss, Batch<HostTensor> batch) {
        boolean matrices = IntStream.range(0, batch.inputs().size())
                .allMatch(i -> batch.inputs().get(i).shape().length
                        <= (RowsOf.hasRows(loss.signature().ports().get(i)) ? 2 : 1));
        boolean homeless = rows(loss.signature().ports(), batch) == 0
                && loss.signature().ports().stream().anyMatch(p -> !RowsOf.hasRows(p));
        return loss.reduction() != Reduction.NONE
                && matrices
                && !homeless
                && batch.sampleWeights().isEmpty()
                && batch.normaliser().isEmpty();
    }

    @Override
    public Outcome evaluate(Loss loss, Batch<HostTensor> batch) {
        try (Backend<INDArray> dl4j = Backends.dl4j(type)) {
            List<Port> ports = loss.signature().ports();
            long rows = rows(ports, batch);
            List<INDArray> outputs = new ArrayList<>();
            List<INDArray> targets = new ArrayList<>();
            for (int i = 0; i < ports.size(); i++) {
                INDArray block = block(dl4j.of(batch.inputs().get(i)), ports.get(i), rows);
                (ports.get(i).differentiable() ? outputs : targets).add(block);
            }
            INDArray preOutput = Nd4j.concat(1, outputs.toArray(INDArray[]::new));
            INDArray labels =
                    targets.isEmpty() ? Nd4j.zeros(type, rows, 1) : Nd4j.concat(1, targets.toArray(INDArray[]::new));
            INDArray mask = batch.mask().map(m -> column(dl4j.of(m))).orElse(null);
            ILossFunction function = adapter.apply(loss);
            double score = function.computeScore(labels, preOutput, IDENTITY, mask, false) / Math.max(1, rows);
            INDArray sum = function.computeGradient(labels, preOutput, IDENTITY, mask);
            INDArray gradient = rows == 0 ? sum : sum.castTo(DataType.DOUBLE).div(rows);
            return new Outcome(
                    HostTensor.of(new double[] {score}),
                    apart(dl4j, ports, batch, gradient, true),
                    inputs(dl4j, ports, batch, preOutput, labels));
        }
    }

    private static long rows(List<Port> ports, Batch<HostTensor> batch) {
        int port = IntStream.range(0, ports.size())
                .filter(i -> ports.get(i).dims().contains("N"))
                .findFirst()
                .orElseThrow();
        return batch.inputs().get(port).shape()[0];
    }

    /** The columns of one port; one without rows stands in row 0. */
    private INDArray block(INDArray x, Port port, long rows) {
        if (port.dims().contains("N")) {
            return column(x);
        }
        INDArray block = Nd4j.zeros(type, rows, x.length());
        block.putRow(0, x.castTo(type).reshape('c', new long[] {1, x.length()}));
        return block;
    }

    private INDArray column(INDArray x) {
        return (x.rank() == 2 ? x : x.reshape('c', new long[] {x.length(), 1})).castTo(type);
    }

    private static List<HostTensor> inputs(
            Backend<INDArray> dl4j, List<Port> ports, Batch<HostTensor> batch, INDArray preOutput, INDArray labels) {
        List<HostTensor> predictions = new ArrayList<>(apart(dl4j, ports, batch, preOutput, true));
        List<HostTensor> targets = new ArrayList<>(apart(dl4j, ports, batch, labels, false));
        return ports.stream()
                .map(p -> p.differentiable() ? predictions.remove(0) : targets.remove(0))
                .toList();
    }

    /** The columns of {@code all} in the shapes of the ports. */
    private static List<HostTensor> apart(
            Backend<INDArray> dl4j, List<Port> ports, Batch<HostTensor> batch, INDArray all, boolean predictions) {
        List<HostTensor> parts = new ArrayList<>();
        double[] data = dl4j.ops().toHost(all);
        int columns = (int) all.size(1);
        int from = 0;
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i).differentiable() == predictions) {
                long[] shape = batch.inputs().get(i).shape();
                int rows = ports.get(i).dims().contains("N") ? (int) shape[0] : 1;
                int width = (int) Shapes.size(shape) / Math.max(1, rows);
                double[] own = new double[rows * width];
                for (int r = 0; r < rows; r++) {
                    System.arraycopy(data, r * columns + from, own, r * width, width);
                }
                parts.add(HostTensor.of(own, shape));
                from += width;
            }
        }
        return parts;
    }
}
