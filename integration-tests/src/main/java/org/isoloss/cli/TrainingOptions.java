/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.classification.CrossEntropy;
import picocli.CommandLine.Option;

/** The options of training, shared by the commands that train. */
final class TrainingOptions {

    private static final int UNKNOWN = -100;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Another data set: a header, then numbers, the last of which is the class, from 0. "
                    + "Default: the handwritten digits that are shipped.")
    private Optional<Path> csv = Optional.empty();

    @Option(
            names = "--loss",
            paramLabel = "NAME",
            description =
                    "Another loss, by the name that 'list' shows, or fully qualified. Default: CrossEntropy with label "
                            + "smoothing 0.1, class weights that balance the classes, and an ignored label.")
    private Optional<String> loss = Optional.empty();

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A parameter of the loss, such as labelSmoothing=0.2 or classWeights=1,2,1. May be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--epochs", description = "Default: ${DEFAULT-VALUE}.")
    private int epochs = 30;

    @Option(names = "--batch-size", description = "Rows in a step. Default: ${DEFAULT-VALUE}.")
    private int batchSize = 32;

    @Option(names = "--learning-rate", description = "Default: ${DEFAULT-VALUE}.")
    private double learningRate = 0.2;

    @Option(names = "--hidden", description = "Units of the hidden layer. Default: ${DEFAULT-VALUE}.")
    private int hidden = 64;

    @Option(
            names = "--unknown",
            paramLabel = "SHARE",
            description = "Share of the training labels that are hidden, if the loss has an ignored label. "
                    + "Default: ${DEFAULT-VALUE}.")
    private double unknown = 0.05;

    @Option(
            names = "--least-accuracy",
            paramLabel = "SHARE",
            description = "What either network must reach in the rows held out. Default: 0.95.")
    private Optional<Double> leastAccuracy = Optional.empty();

    @Option(
            names = "--seed",
            description = "Of the split, the hidden labels, the initial weights and the order of the batches. "
                    + "Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--execution",
            paramLabel = "WAY",
            split = ",",
            description =
                    "How the frameworks run the loss: ${COMPLETION-CANDIDATES}. Default: NATIVE,AUTO, one after the "
                            + "other.")
    private List<Execution> executions = List.of(Execution.NATIVE, Execution.AUTO);

    List<Execution> executions() {
        return executions;
    }

    Settings settings() {
        return new Settings(epochs, batchSize, learningRate, hidden, unknown, seed);
    }

    DataSet data() {
        return csv.map(CsvReader::read).orElseGet(CsvReader::digits);
    }

    Limits limits(Limits standard) {
        return leastAccuracy.map(standard::withAccuracy).orElse(standard);
    }

    /** The loss to train with; {@code balanced} weighs the classes unless the caller says otherwise. */
    Loss loss(LossCatalogue catalogue, List<Double> balanced) {
        Loss base = loss.isPresent()
                ? catalogue.find(loss.get()).defaults()
                : new CrossEntropy()
                        .withLabelSmoothing(0.1)
                        .withClassWeights(balanced)
                        .withIgnoreIndices(UNKNOWN);
        return new LossParameters(catalogue).with(base, parameters);
    }
}
