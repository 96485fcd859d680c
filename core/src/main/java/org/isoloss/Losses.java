/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The losses that there are, by name: ours and those of any other jar that declares {@link Loss} as a service, for instance by
 * {@code @AutoService(Loss.class)}.
 */
public final class Losses {
    private Losses() {}

    /** Each of them with its defaults, by name. */
    public static List<Loss> all() {
        return ServiceLoader.load(Loss.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Loss::name))
                .toList();
    }

    /** The loss of that simple or qualified name, with its defaults. */
    public static Optional<Loss> named(String name) {
        return all().stream()
                .filter(l -> l.name().equals(name)
                        || l.getClass().getName().equals(name)
                        || LossConfig.type(l).equals(name))
                .findFirst();
    }
}
