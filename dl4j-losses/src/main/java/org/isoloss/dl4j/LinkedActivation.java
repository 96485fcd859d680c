/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.isoloss.Loss;
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

    static LinkedActivation of(Loss loss, IActivation activation) {
        List<Port> ports = loss.signature().predictions();
        Set<Optional<String>> links =
                ports.stream().map(p -> p.domain().activation()).collect(Collectors.toSet());
        if (links.equals(Set.of(Optional.<String>empty()))) {
            return new LinkedActivation(activation, activation instanceof ActivationIdentity);
        }
        for (Port port : ports) {
            boolean fits = activation instanceof ActivationIdentity
                    || (links.size() == 1 && isNamed(activation, port.domain().activation()));
            if (!fits) {
                String own = port.domain().activation().orElse("none");
                throw new IllegalArgumentException(
                        "%s: layer activation %s does not fit port '%s', which applies %s itself; use IDENTITY%s"
                                .formatted(
                                        loss.name(),
                                        activation.toString().toUpperCase(Locale.ROOT),
                                        port.name(),
                                        own.toLowerCase(Locale.ROOT),
                                        links.size() == 1 ? " or " + own : ""));
            }
        }
        return new LinkedActivation(activation, true);
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
