/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.isoloss.contract.ExampleInputs;
import org.isoloss.contract.LossRecords;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.host.HostTensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * DL4J's own gradient check passes for every loss, in a network that fits it: a head for each prediction behind a common layer, one
 * encoder for all embeddings, a bias alone for what has no rows.
 */
class Dl4jGradientCheckTest {

    private static final int FEATURES = 3;
    private static final int ROWS = 6;

    @BeforeAll
    static void doublePrecision() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    static List<Loss> losses() {
        return LossRecords.withVariants().stream()
                .filter(loss -> loss.reduction() != Reduction.NONE)
                .toList();
    }

    @Test
    void noLossIsLeftOut() {
        List<String> all = LossRecords.all().stream().map(Loss::name).toList();
        assertThat(losses().stream().map(Loss::name).distinct()).containsExactlyElementsOf(all);
    }

    private static DenseLayer dense(int in, int out, Activation activation) {
        return new DenseLayer.Builder()
                .nIn(in)
                .nOut(out)
                .activation(activation)
                .biasInit(0.5)
                .build();
    }

    private static Activation into(Domain domain) {
        return switch (domain) {
            case POSITIVE -> Activation.SOFTPLUS;
            case PROBABILITY -> Activation.SIGMOID;
            case DISTRIBUTION -> Activation.SOFTMAX;
            default -> Activation.IDENTITY;
        };
    }

    private static boolean isSiamese(Loss loss) {
        return loss.signature().predictions().stream()
                        .filter(p -> p.dims().contains("N"))
                        .filter(p -> p.domain() == Domain.EMBEDDING)
                        .count()
                > 1;
    }

    /** What lies behind the rows of a prediction; a layer gives it in one piece. */
    private static int[] behindRows(HostTensor prediction) {
        int[] shape =
                Arrays.stream(prediction.shape()).mapToInt(Math::toIntExact).toArray();
        shape[0] = -1;
        return shape;
    }

    /** The names of the vertices that give the predictions. */
    private static List<String> heads(GraphBuilder graph, List<Port> ports, int[] widths, boolean siamese) {
        List<String> heads = new ArrayList<>();
        long embeddings =
                ports.stream().filter(p -> p.domain() == Domain.EMBEDDING).count();
        for (int i = 0; i < widths.length; i++) {
            Port port = ports.get(i);
            if (!port.dims().contains("N")) {
                graph.addLayer(port.name(), dense(1, widths[i], into(port.domain())), "nothing");
            } else if (siamese && port.domain() == Domain.EMBEDDING) {
                graph.addVertex(port.name(), new UnstackVertex(heads.size(), (int) embeddings), "encoder");
            } else {
                graph.addLayer(port.name(), dense(4, widths[i], into(port.domain())), "common");
            }
            heads.add(port.name());
        }
        return heads;
    }

    private static ComputationGraph network(Loss loss, int[] widths, HostTensor first) {
        List<Port> ports = loss.signature().predictions();
        boolean siamese = isSiamese(loss);
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .graphBuilder()
                .addInputs("nothing")
                .allowDisconnected(true) // what a loss has no port for is not connected
                .validateOutputLayerConfig(false);
        String[] inputs = ports.stream()
                .filter(p -> p.domain() == Domain.EMBEDDING)
                .map(p -> p.name() + "Input")
                .toArray(String[]::new);
        if (siamese) {
            graph.addInputs(inputs)
                    .addVertex("all", new StackVertex(), inputs)
                    .addLayer("hidden", dense(FEATURES, 5, Activation.TANH), "all")
                    .addLayer("encoder", dense(5, widths[0], Activation.IDENTITY), "hidden");
        }
        boolean others =
                ports.stream().anyMatch(p -> p.dims().contains("N") && !(siamese && p.domain() == Domain.EMBEDDING));
        if (others) {
            graph.addInputs("x").addLayer("common", dense(FEATURES, 4, Activation.TANH), "x");
        }
        List<String> heads = heads(graph, ports, widths, siamese);
        String last = heads.get(0);
        if (heads.size() > 1) {
            graph.addVertex("columns", new MergeVertex(), heads.toArray(String[]::new));
            last = "columns";
        }
        Dl4jLoss function = new Dl4jLoss(loss).withColumns(widths);
        if (first.shape().length > 2) {
            graph.addVertex("sequences", new ReshapeVertex(behindRows(first)), last);
            last = "sequences";
            function = new Dl4jLoss(loss);
        }
        LossLayer layer =
                new LossLayer.Builder(function).activation(Activation.IDENTITY).build();
        ComputationGraph network = new ComputationGraph(
                graph.addLayer("loss", layer, last).setOutputs("loss").build());
        network.init();
        return network;
    }

    private static INDArray column(HostTensor x) {
        return Nd4j.createFromArray(x.toArray()).reshape('c', new long[] {ROWS, x.toArray().length / ROWS});
    }

    @ParameterizedTest
    @MethodSource("losses")
    void passes(Loss loss) {
        List<HostTensor> examples = ExampleInputs.seeded(5).withRows(ROWS).of(loss);
        List<Port> ports = loss.signature().ports();
        List<INDArray> targets = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            int rows = ports.get(i).dims().contains("N") ? ROWS : 1;
            if (ports.get(i).differentiable()) {
                widths.add(examples.get(i).toArray().length / rows);
            } else {
                targets.add(column(examples.get(i)));
            }
        }
        ComputationGraph network =
                network(loss, widths.stream().mapToInt(Integer::intValue).toArray(), examples.get(0));
        Nd4j.getRandom().setSeed(9);
        INDArray[] inputs = network.getConfiguration().getNetworkInputs().stream()
                .map(name -> name.equals("nothing")
                        ? Nd4j.zeros(DataType.DOUBLE, ROWS, 1)
                        : Nd4j.randn(DataType.DOUBLE, ROWS, FEATURES))
                .toArray(INDArray[]::new);
        INDArray labels = targets.isEmpty()
                ? Nd4j.zeros(DataType.DOUBLE, ROWS, 1)
                : Nd4j.concat(1, targets.toArray(INDArray[]::new));
        assertThat(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                        .net(network)
                        .inputs(inputs)
                        .labels(new INDArray[] {labels})
                        .epsilon(1e-6)
                        .maxRelError(1e-4)
                        .minAbsoluteError(1e-7)
                        .subset(true)
                        .maxPerParam(8)))
                .as(loss + " on " + Arrays.toString(labels.shape()))
                .isTrue();
        assertThat(network.gradient().gradient().amaxNumber().doubleValue()).isPositive();
    }
}
