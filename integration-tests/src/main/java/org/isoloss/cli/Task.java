/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.isoloss.Domain;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Signature;

/**
 * What a network is to learn: to give a score to each class such that the loss is small. A loss must take one prediction for
 * each row and class, and one target: the number of the class, or an indicator for each class.
 *
 * @param loss what is minimised
 * @param classes how many scores the network gives
 */
record Task(Loss loss, int classes) {

    private static final Set<Domain> SCORES = Set.of(Domain.SOFTMAX_LOGITS, Domain.SIGMOID_LOGITS, Domain.REAL);
    private static final Set<Domain> INDICATORS =
            Set.of(Domain.REAL, Domain.BINARY, Domain.SIGN, Domain.PROBABILITY, Domain.DISTRIBUTION, Domain.GRADE);

    Task {
        refusal(loss).ifPresent(sentence -> {
            throw new IllegalArgumentException(sentence);
        });
    }

    /** Why a loss cannot train a classifier, in a sentence, if it cannot. */
    static Optional<String> refusal(Loss loss) {
        Signature signature = loss.signature();
        if (signature.predictions().size() != 1 || signature.targets().size() != 1 || !fits(signature)) {
            return Optional.of(
                    "%s cannot train a classifier, which has scores [N, C] and classes [N] or indicators [N, C]; it takes %s"
                            .formatted(
                                    loss.name(),
                                    signature.ports().stream()
                                            .map(Task::describe)
                                            .toList()));
        }
        return loss.reduction() == Reduction.NONE
                ? Optional.of(loss.name() + ": reduction must be MEAN or SUM for training, got NONE")
                : Optional.empty();
    }

    private static boolean fits(Signature signature) {
        Port scores = signature.predictions().get(0);
        Port target = signature.targets().get(0);
        boolean table =
                scores.dims().size() >= 2 && scores.dims().get(0).equals("N") && SCORES.contains(scores.domain());
        boolean indices =
                target.domain() == Domain.CLASS_INDEX && target.dims().get(0).equals("N");
        return table
                && (indices
                        || (INDICATORS.contains(target.domain())
                                && target.dims().equals(scores.dims())));
    }

    static String describe(Port port) {
        return "%s %s %s".formatted(port.name(), port.dims(), port.domain());
    }

    /** Whether the target is the number of the class. */
    boolean indexed() {
        return target() == Domain.CLASS_INDEX;
    }

    private Domain target() {
        return loss.signature().targets().get(0).domain();
    }

    /** The activation that the loss contains, by its usual name in capitals. */
    String activation() {
        return loss.signature().predictions().get(0).domain().activation().orElse("IDENTITY");
    }

    /** Label values that the loss leaves out, as its own parameters say. */
    List<?> ignored() {
        return LossConfig.toMap(loss).get("ignoreIndices") instanceof List<?> values ? values : List.of();
    }

    /** {@code [rows]} class numbers, or {@code [rows, classes]} indicators, row by row. */
    float[] targets(Minibatch batch) {
        int width = indexed() ? 1 : classes;
        float[] targets = new float[batch.rows() * width];
        for (int row = 0; row < batch.rows(); row++) {
            for (int c = 0; c < width; c++) {
                targets[row * width + c] = indexed() ? batch.label(row) : indicator(batch.label(row) == c);
            }
        }
        return targets;
    }

    private float indicator(boolean holds) {
        return holds ? 1 : target() == Domain.SIGN ? -1 : 0;
    }
}
