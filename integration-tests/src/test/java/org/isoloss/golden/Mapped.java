/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.ArrayList;
import java.util.List;
import org.isoloss.Batch;
import org.isoloss.ClassAxis;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.host.HostTensor;

/**
 * A golden case in our words. Values and gradients are compared up to reshaping, so a loss with reduction NONE must have as
 * many terms, in the same order, as the golden value has entries.
 *
 * @param loss the loss, with the reduction that the case asks for
 * @param batch its inputs, one for each port
 * @param inputs for each prediction port, in order, the golden input whose gradient it must have
 * @param rowsSecond whether the golden inputs have their rows on the second axis, behind time
 */
record Mapped(Loss loss, Batch<HostTensor> batch, List<String> inputs, boolean rowsSecond) {

    Mapped {
        inputs = List.copyOf(inputs);
        List<Port> predictions = loss.signature().predictions();
        if (inputs.size() != predictions.size()) {
            throw new IllegalArgumentException(
                    "%s has the predictions %s, but gradients were named for %s".formatted(loss, predictions, inputs));
        }
    }

    Mapped(Loss loss, Batch<HostTensor> batch, List<String> inputs) {
        this(loss, batch, inputs, false);
    }

    /** Of a loss with one prediction, given first, whose gradient is that of the golden input {@code name}. */
    static Mapped of(Loss loss, String name, HostTensor... inputs) {
        return new Mapped(loss, Batch.of(List.of(inputs)), List.of(name));
    }

    Mapped withSampleWeights(HostTensor weights) {
        return new Mapped(loss, batch.withSampleWeights(weights), inputs, rowsSecond);
    }

    /** With another number for a mean to divide by. */
    Mapped withNormaliser(double normaliser) {
        return new Mapped(loss, batch.withNormaliser(normaliser), inputs);
    }

    /** With further dimensions before the classes. */
    Mapped withClassesLast() {
        return new Mapped(loss, batch.withClassAxis(ClassAxis.LAST), inputs, rowsSecond);
    }

    Mapped withRowsSecond() {
        return new Mapped(loss, batch, inputs, true);
    }

    /** A golden gradient in the order of the axes here. */
    HostTensor ordered(HostTensor gradient) {
        return rowsSecond ? Tensors.rowsFirst(gradient) : gradient;
    }

    /** With another input at a port. */
    Mapped withInput(int port, HostTensor x) {
        List<HostTensor> changed = new ArrayList<>(batch.inputs());
        changed.set(port, x);
        return new Mapped(loss, batch.withInputs(changed), inputs, rowsSecond);
    }
}
