/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.isoloss.diagnose.Gradients;
import org.isoloss.diagnose.Guess;
import org.isoloss.diagnose.Levels;
import org.isoloss.diagnose.Minibatch;
import org.isoloss.host.HostTensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/** What a monitor wants to know of a network in training. */
final class Readings {

    /** Over rows; behind recurrent layers these add up the steps of an example. */
    private static final Map<Class<?>, Guess> KNOWN = Map.of(
            LossMCXENT.class, Guess.CLASSES,
            LossNegativeLogLikelihood.class, Guess.CLASSES,
            LossSparseMCXENT.class, Guess.CLASSES,
            LossBinaryXENT.class, Guess.TRUTHS,
            LossMSE.class, Guess.SQUARES);

    private Readings() {}

    private static UnsupportedOperationException unknown(Model model) {
        return new UnsupportedOperationException(
                "LossListener: a model must be a MultiLayerNetwork or a ComputationGraph, got %s"
                        .formatted(model.getClass().getSimpleName()));
    }

    private static Layer[] layers(Model model) {
        if (model instanceof MultiLayerNetwork network) {
            return network.getLayers();
        }
        if (model instanceof ComputationGraph graph) {
            return graph.getLayers();
        }
        throw unknown(model);
    }

    private static Layer outputLayer(Model model) {
        if (model instanceof MultiLayerNetwork network) {
            return network.getOutputLayer();
        }
        if (model instanceof ComputationGraph graph) {
            return graph.getOutputLayer(0);
        }
        throw unknown(model);
    }

    private static INDArray input(Model model) {
        return model instanceof ComputationGraph graph ? graph.getInput(0) : model.input();
    }

    /** What is known of the loss, the framework's own too. */
    static Optional<Guess> guess(Model model) {
        return lossFunction(outputLayer(model).conf().getLayer())
                .map(loss -> loss instanceof Dl4jLoss ours
                        ? Guess.of(ours.loss())
                        : KNOWN.getOrDefault(loss.getClass(), Guess.UNKNOWN))
                .filter(guess -> guess != Guess.UNKNOWN);
    }

    private static Optional<ILossFunction> lossFunction(org.deeplearning4j.nn.conf.layers.Layer layer) {
        if (layer instanceof BaseOutputLayer output) {
            return Optional.of(output.getLossFn());
        }
        return layer instanceof LossLayer output ? Optional.of(output.getLossFn()) : Optional.empty();
    }

    /** That of the last layer which has one. */
    static OptionalDouble learningRate(Model model) {
        OptionalDouble rate = OptionalDouble.empty();
        for (Layer layer : layers(model)) {
            if (layer.conf().getLayer() instanceof BaseLayer trained) {
                IUpdater updater = trained.getIUpdater();
                if (updater.hasLearningRate()) {
                    rate = OptionalDouble.of(updater.getLearningRate(layer.getIterationCount(), layer.getEpochCount()));
                }
            }
        }
        return rate;
    }

    /** Before DL4J divides them by the number of examples, which is done here. */
    static Gradients gradients(Model model) {
        Map<String, Double> squares = new LinkedHashMap<>();
        double examples = GradientClipping.examples(model);
        Map<String, INDArray> gradients = GradientClipping.gradients(model);
        for (String name : model.paramTable().keySet()) { // gradients come in the order of the backward pass
            Optional.ofNullable(gradients.get(name))
                    .ifPresent(g -> squares.put(name, GradientClipping.squares(g) / examples / examples));
        }
        return Gradients.of(squares);
    }

    /** Nothing if the output layer takes no labels. */
    static Optional<Minibatch> minibatch(Model model) {
        if (!(outputLayer(model) instanceof IOutputLayer layer) || layer.getLabels() == null) {
            return Optional.empty();
        }
        INDArray output = layer.activate(false, LayerWorkspaceMgr.noWorkspaces());
        INDArray input = input(model);
        return input.length() == 0 ? Optional.empty() : Optional.of(minibatch(input, layer.getLabels(), output));
    }

    private static Minibatch minibatch(INDArray input, INDArray target, INDArray output) {
        int axis = Math.min(1, output.rank() - 1);
        boolean alike = target.rank() == output.rank() && target.size(axis) == output.size(axis);
        INDArray y = rows(output);
        INDArray t = rows(alike ? target : target.reshape('c', target.length(), 1));
        return Minibatch.of(
                numbers(rows(input.reshape('c', input.size(0), input.length() / input.size(0)))),
                numbers(t),
                t.size(1),
                numbers(y),
                y.size(1));
    }

    /** What the loss can be for this batch; outputs of sequences and pictures are not looked at. */
    static Levels levels(Model model, DataSet batch, INDArray output) {
        Optional<ILossFunction> loss = lossFunction(outputLayer(model).conf().getLayer());
        if (output.rank() != 2 || loss.isEmpty()) {
            return Levels.UNKNOWN;
        }
        if (loss.get() instanceof Dl4jLoss ours) {
            Nd4jOps ops = new Nd4jOps();
            return Levels.of(
                    ours.loss(),
                    ours.batch(batch.getLabels(), output, batch.getLabelsMaskArray())
                            .map(x -> HostTensor.of(ops.toHost(x.reshaped()), x.shape())));
        }
        Guess guess = guess(model).orElse(Guess.UNKNOWN);
        return Levels.of(guess, minibatch(batch.getFeatures(), batch.getLabels(), output));
    }

    /** As a matrix with the classes along its second axis, and no more rows than are looked at. */
    private static INDArray rows(INDArray x) {
        if (x.rank() == 1) {
            return rows(x.reshape('c', x.length(), 1));
        }
        INDArray some = x.get(NDArrayIndex.interval(0, Minibatch.rows(x.size(0), x.length() / x.size(0))));
        if (x.rank() == 2) {
            return some;
        }
        int[] order = IntStream.concat(IntStream.range(0, x.rank()).filter(d -> d != 1), IntStream.of(1))
                .toArray();
        return some.permute(order).dup('c').reshape('c', some.length() / x.size(1), x.size(1));
    }

    private static double[] numbers(INDArray x) {
        return new Nd4jOps().toHost(x);
    }

    static double score(Model model, DataSet data) {
        if (model instanceof MultiLayerNetwork network) {
            return network.score(data, false);
        }
        if (model instanceof ComputationGraph graph) {
            return graph.score(data, false);
        }
        throw unknown(model);
    }

    /** Puts back the score of the last step, which measuring another overwrites. */
    static void score(Model model, double score) {
        if (model instanceof MultiLayerNetwork network) {
            network.setScore(score);
        } else if (model instanceof ComputationGraph graph) {
            graph.setScore(score);
        }
    }
}
