/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.embedding.Candidates;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.MultipleNegativesRanking;
import org.isoloss.embedding.SigLip;
import org.isoloss.embedding.SupCon;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a loss has to learn, temperature, scale, bias or proxies, takes the optimiser's step down the loss, as the network does. */
class LossParameterTest {

    private static final int ROWS = 5;
    private static final int WIDTH = 3;
    private static final double RATE = 0.25;
    private static final double H = 1e-5;
    private static final double[][] GROUPS = {{0, 1, 1, 2, 0}, {0, 1, 2}};

    /** A loss of so many embeddings, and the block that gives it its parameters. */
    record Case(Loss loss, int embeddings, UnaryOperator<Block> parameters) {
        @Override
        public String toString() {
            return loss.toString();
        }
    }

    static Stream<Case> cases() {
        Shape number = new Shape();
        Shape proxies = new Shape(GROUPS[1].length, WIDTH);
        return Stream.of(
                new Case(
                        new InfoNce().withLearnedTemperature(),
                        2,
                        b -> WithParameter.positive(b, "temperature", number, 0.5)),
                new Case(
                        new MultipleNegativesRanking().withLearnedScale(),
                        2,
                        b -> WithParameter.positive(b, "scale", number, 3)),
                new Case(
                        new SigLip().withLearnedScaleAndBias(),
                        2,
                        b -> WithParameter.of(
                                WithParameter.positive(b, "scale", number, 2),
                                "bias",
                                number,
                                (manager, s, type) -> manager.ones(s, type))),
                new Case(
                        new SupCon().withCandidates(Candidates.GALLERY),
                        1,
                        b -> WithParameter.of(b, "proxies", proxies, new NormalInitializer(1))));
    }

    record Cell(Case parameter, Execution execution) {}

    static Stream<Cell> cells() {
        return Stream.of(Execution.AUTO, Execution.NATIVE).flatMap(by -> cases().map(c -> new Cell(c, by)));
    }

    private static Block encoder(int embeddings) {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(4).build())
                .add(Activation.tanhBlock())
                .add(Linear.builder().setUnits((long) embeddings * WIDTH).build())
                .add(new LambdaBlock(out -> out.head().split(embeddings, 1)));
    }

    private static NDList features(NDManager manager) {
        double[] x = new Random(1).doubles(ROWS * 2, -2, 2).toArray();
        return new NDList(manager.create(x, new Shape(ROWS, 2)));
    }

    private static int targets(Loss loss) {
        return loss.signature().targets().size();
    }

    /** Of what the network says now, on the host. */
    private static double value(Trainer trainer, Loss loss) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            Iterator<NDArray> outputs = trainer.evaluate(features(manager)).iterator();
            Iterator<double[]> groups = Stream.of(GROUPS).iterator();
            List<HostTensor> inputs = new ArrayList<>();
            for (Port port : loss.signature().ports()) {
                if (port.differentiable()) {
                    NDArray output = outputs.next();
                    inputs.add(HostTensor.of(
                            Runs.numbers(output), output.getShape().getShape()));
                } else {
                    double[] group = groups.next();
                    inputs.add(HostTensor.of(group, group.length));
                }
            }
            return new Evaluator<>(new HostOps()).value(loss, Batch.of(inputs)).toArray()[0];
        }
    }

    private static double[] gradient(Trainer trainer, Loss loss, NDArray parameter) {
        double[] p = Runs.numbers(parameter);
        double[] gradient = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            double at = p[i];
            p[i] = at + H;
            parameter.set(DoubleBuffer.wrap(p.clone()));
            double above = value(trainer, loss);
            p[i] = at - H;
            parameter.set(DoubleBuffer.wrap(p.clone()));
            double below = value(trainer, loss);
            p[i] = at;
            parameter.set(DoubleBuffer.wrap(p.clone()));
            gradient[i] = (above - below) / (2 * H);
        }
        return gradient;
    }

    private static double step(Trainer trainer, Loss loss) {
        try (NDManager manager = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            NDList labels = new NDList(
                    Stream.of(GROUPS).limit(targets(loss)).map(manager::create).toList());
            NDArray value = trainer.getLoss().evaluate(labels, trainer.forward(features(manager)));
            collector.backward(value);
            Optimizer descent = Optimizer.sgd()
                    .setLearningRateTracker(Tracker.fixed((float) RATE))
                    .build();
            parameters(trainer).forEach(p -> descent.update("p", p, p.getGradient()));
            return Runs.number(value);
        }
    }

    private static List<NDArray> parameters(Trainer trainer) {
        return trainer.getModel().getBlock().getParameters().values().stream()
                .map(Parameter::getArray)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void takesTheStepThatTheLossSays(Cell cell) {
        Loss loss = cell.parameter().loss();
        try (Model model = Model.newInstance("parameter", "PyTorch")) {
            model.setDataType(DataType.FLOAT64);
            model.setBlock(
                    cell.parameter().parameters().apply(encoder(cell.parameter().embeddings())));
            DefaultTrainingConfig config = new DefaultTrainingConfig(new DjlLoss(loss).withExecution(cell.execution()))
                    .optInitializer(new NormalInitializer(0.7f), Parameter.Type.WEIGHT);
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(ROWS, 2));
                List<NDArray> parameters = parameters(trainer);
                List<double[]> before = parameters.stream().map(Runs::numbers).toList();
                List<double[]> gradients =
                        parameters.stream().map(p -> gradient(trainer, loss, p)).toList();
                double value = value(trainer, loss);
                assertThat(step(trainer, loss)).isCloseTo(value, within(1e-12));
                for (int k = 0; k < parameters.size(); k++) {
                    assertStep(before.get(k), gradients.get(k), Runs.numbers(parameters.get(k)));
                }
            }
        }
    }

    private static void assertStep(double[] before, double[] gradient, double[] after) {
        double longest = 0;
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isCloseTo(before[i] - RATE * gradient[i], within(1e-8));
            longest = Math.max(longest, Math.abs(gradient[i]));
        }
        assertThat(longest).as("a parameter that matters").isGreaterThan(1e-3);
    }
}
