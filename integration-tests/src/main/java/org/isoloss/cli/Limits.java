/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What counts as equal. Every rule is written so that NaN breaks it.
 *
 * @param loss largest relative difference of the losses in an epoch
 * @param parameters largest difference of two parameters in the same place
 * @param accuracy least accuracy of either network in the rows held out, at the end
 * @param float64 largest difference from the core, relative to the largest entry
 * @param float32 the same for single precision
 */
record Limits(double loss, double parameters, double accuracy, double float64, double float32) {

    static final Limits STANDARD = new Limits(1e-4, 1e-3, 0.95, 1e-12, 1e-5);

    Limits withAccuracy(double accuracy) {
        return new Limits(loss, parameters, accuracy, float64, float32);
    }

    /** The first rule that training has broken, as a sentence. */
    Optional<String> brokenBy(List<Epoch> epochs) {
        Stream<Optional<String>> differences = epochs.stream().flatMap(this::differences);
        Epoch last = epochs.get(epochs.size() - 1);
        Stream<Optional<String>> accuracies = Stream.of(
                accuracy("DJL", last.djl().accuracy()),
                accuracy("DL4J", last.dl4j().accuracy()));
        return Stream.concat(differences, accuracies).flatMap(Optional::stream).findFirst();
    }

    private Stream<Optional<String>> differences(Epoch epoch) {
        return Stream.of(
                atMost("the losses of epoch " + epoch.number() + " may differ", epoch.lossDifference(), loss),
                atMost("the parameters after epoch " + epoch.number() + " may differ", epoch.distance(), parameters));
    }

    private Optional<String> accuracy(String framework, double got) {
        return got >= accuracy
                ? Optional.empty()
                : Optional.of(Cell.of(
                        "the accuracy of %s must be at least %.2f %%, got %.2f %%",
                        framework, 100 * accuracy, 100 * got));
    }

    /** A sentence unless {@code got} is within {@code limit}. */
    static Optional<String> atMost(String what, double got, double limit) {
        return got <= limit ? Optional.empty() : Optional.of(Cell.of("%s by at most %.1e, got %.1e", what, limit, got));
    }
}
