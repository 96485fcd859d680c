/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.isoloss.Port;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The activation of an output layer, as a loss sees it: one that the loss contains is not applied a second time, any other is
 * applied, and undone for the gradient.
 */
record LinkedActivation(IActivation activation, boolean contained) {

    /** @param ports the loss's prediction ports */
    static LinkedActivation of(String loss, List<Port> ports, IActivation activation) {
        if (activation instanceof ActivationIdentity) {
            return new LinkedActivation(activation, true);
        }
        Set<Optional<String>> links = new HashSet<>();
        for (Port port : ports) {
            links.add(port.domain().activation());
        }
        Optional<String> first = ports.get(0).domain().activation();
        if (links.size() == 1 && (first.isEmpty() || isNamed(activation, first))) {
            return new LinkedActivation(activation, first.isPresent());
        }
        String own = first.orElse("none");
        throw new IllegalArgumentException(
                "%s: layer activation %s does not fit port '%s', which applies %s itself; use IDENTITY%s"
                        .formatted(
                                loss,
                                activation.toString().toUpperCase(Locale.ROOT),
                                ports.get(0).name(),
                                own.toLowerCase(Locale.ROOT),
                                links.size() == 1 ? " or " + own : ""));
    }

    private static boolean isNamed(IActivation activation, Optional<String> name) {
        return name.isPresent()
                && Activation.valueOf(name.get()).getActivationFunction().getClass() == activation.getClass();
    }

    /** What the loss is given. Activations write into their input, so it is copied. */
    INDArray output(INDArray preOutput) {
        return contained ? preOutput : activation.getActivation(preOutput.dup(), true);
    }

    /** The gradient with respect to {@code preOutput}. */
    INDArray gradient(INDArray preOutput, INDArray gradient) {
        return contained
                ? gradient
                : activation.backprop(preOutput.dup(), gradient).getFirst();
    }
}
