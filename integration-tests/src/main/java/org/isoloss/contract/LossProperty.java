/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One thing that every loss must keep.
 *
 * @param name a sentence
 * @param check throws if a subject does not keep it, or if it could not be looked at
 */
public record LossProperty(String name, Consumer<Subject> check) {

    /** All that {@link LossContract} proves. */
    public static List<LossProperty> all() {
        return Stream.of(
                        DerivativeProperties.all(),
                        AgreementProperties.all(),
                        MaskProperties.all(),
                        ShapeProperties.all())
                .flatMap(List::stream)
                .toList();
    }

    static void require(boolean holds, String otherwise, Object... parts) {
        if (!holds) {
            throw new AssertionError(otherwise.formatted(parts));
        }
    }
}
