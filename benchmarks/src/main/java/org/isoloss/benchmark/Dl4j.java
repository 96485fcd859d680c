/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.regression.SquaredError;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** The share of a loss in a step of training in DL4J, as an output layer asks for it: the gradient, then the score. */
final class Dl4j {

    private static final WorkspaceConfiguration WORKSPACE = WorkspaceConfiguration.builder()
            .policyAllocation(AllocationPolicy.OVERALLOCATE)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .build();

    private Dl4j() {}

    /** Whether each port has rows, and columns at most. */
    static boolean takes(Loss loss) {
        return loss.signature().ports().stream()
                .allMatch(p -> p.dims().contains("N")
                        && p.dims().stream().filter(d -> !d.equals("*")).count() <= 2);
    }

    static Runnable ours(Case c, Execution execution) {
        return step(new Dl4jLoss(c.loss()).withExecution(execution), activation(c.loss()), labels(c), outputs(c));
    }

    private static IActivation activation(Loss loss) {
        Optional<String> own = loss.signature().predictions().get(0).domain().activation();
        return Activation.valueOf(own.orElse("IDENTITY")).getActivationFunction();
    }

    static Runnable builtIn(Case c) {
        if (c.loss().equals(new CrossEntropy())) {
            return step(new LossMCXENT(), activation(c.loss()), oneHot(c), outputs(c));
        }
        if (c.loss().equals(new BinaryCrossEntropy())) {
            return step(new LossBinaryXENT(), activation(c.loss()), labels(c), outputs(c));
        }
        if (c.loss().equals(new SquaredError())) {
            return step(new LossMSE(), activation(c.loss()), labels(c), outputs(c));
        }
        throw new UnsupportedOperationException("DL4J has no " + c.loss());
    }

    private static Runnable step(ILossFunction loss, IActivation activation, INDArray labels, INDArray output) {
        String id = "STEP " + output.shapeInfoToString(); // a workspace is as large as its first step needs
        return () -> {
            try (MemoryWorkspace step = Nd4j.getWorkspaceManager().getAndActivateWorkspace(WORKSPACE, id)) {
                loss.computeGradient(labels, output, activation, null);
                loss.computeScore(labels, output, activation, null, true);
            }
        };
    }

    private static INDArray outputs(Case c) {
        return side(c, true);
    }

    private static INDArray labels(Case c) {
        return c.loss().signature().targets().isEmpty() ? Nd4j.zeros(DataType.FLOAT, c.rows(), 1) : side(c, false);
    }

    private static INDArray side(Case c, boolean predictions) {
        List<INDArray> columns = new ArrayList<>();
        for (Given given : c.given()) {
            if (given.differentiable() == predictions) {
                columns.add(array(given).reshape('c', c.rows(), -1));
            }
        }
        return columns.size() == 1 ? columns.get(0) : Nd4j.concat(1, columns.toArray(INDArray[]::new));
    }

    private static INDArray array(Given given) {
        return given.isIndex()
                ? Nd4j.createFromArray(given.longs()).castTo(DataType.FLOAT)
                : Nd4j.createFromArray(given.floats());
    }

    private static INDArray oneHot(Case c) {
        INDArray hot = Nd4j.zeros(DataType.FLOAT, c.rows(), c.columns());
        long[] labels = c.given().get(1).longs();
        for (int i = 0; i < labels.length; i++) {
            hot.putScalar(i, labels[i], 1);
        }
        return hot;
    }
}
