/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.isoloss.Losses;
import org.isoloss.contract.LossRecords;

/**
 * The losses that there are to choose from: all of the library, and any other on the class path by its full name.
 *
 * @param entries by name
 */
record LossCatalogue(List<Entry> entries) {

    /**
     * A loss with its defaults.
     *
     * @param defaults what the constructor without arguments makes
     * @param variants what else is worth looking at
     */
    record Entry(Loss defaults, List<Loss> variants) {

        Entry {
            variants = List.copyOf(variants);
        }

        /** The defaults, then the variants. */
        List<Loss> all() {
            return Stream.concat(Stream.of(defaults), variants.stream()).toList();
        }

        /** The names of its parameters, in order, also of those that have no default. */
        List<String> parameters() {
            return Arrays.stream(defaults.getClass().getRecordComponents())
                    .map(RecordComponent::getName)
                    .toList();
        }

        /** As in {@link LossConfig}: relative to {@code org.isoloss} for our own. */
        String name() {
            return String.valueOf(LossConfig.toMap(defaults).get("type"));
        }

        boolean isCalled(String name) {
            Class<?> type = defaults.getClass();
            return List.of(name(), type.getSimpleName(), type.getName()).contains(name);
        }
    }

    LossCatalogue {
        entries = List.copyOf(entries);
    }

    /** Every loss of the library, and those of other jars that declare theirs. */
    static LossCatalogue all() {
        return new LossCatalogue(Losses.all().stream()
                .map(loss -> new Entry(loss, LossRecords.variants(loss)))
                .sorted(Comparator.comparing(Entry::name))
                .toList());
    }

    /** The loss of that simple, relative or fully qualified name, or as {@link LossConfig#parse} reads it, or a sentence. */
    Entry find(String name) {
        if (name.contains("(") || name.contains("{")) {
            return new Entry(LossConfig.parse(name), List.of());
        }
        List<Entry> found = entries.stream().filter(e -> e.isCalled(name)).toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException("'%s' must be one of %s"
                    .formatted(name, found.stream().map(Entry::name).toList()));
        }
        return found.stream()
                .findFirst()
                .or(() -> foreign(name))
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is not a loss on the class path; 'list' shows ours".formatted(name)));
    }

    private static Optional<Entry> foreign(String name) {
        try {
            Class<?> type = Class.forName(name);
            if (!Loss.class.isAssignableFrom(type)) {
                return Optional.empty();
            }
            return Optional.of(
                    new Entry(type.asSubclass(Loss.class).getConstructor().newInstance(), List.of()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "'%s' must have a public constructor without arguments, which gives the defaults".formatted(name),
                    e);
        }
    }
}
