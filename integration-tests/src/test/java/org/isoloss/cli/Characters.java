/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A text as numbers of its characters, lower case. */
record Characters(List<Integer> numbers, int vocabulary) {

    /** The first {@code length} characters of the constitution. */
    static Characters ofTheConstitution(int length) throws IOException {
        String all = Files.readString(Path.of("src/test/resources/org/isoloss/data/us-constitution.txt"))
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ");
        String text = all.substring(0, length);
        List<Integer> alphabet = text.chars().sorted().distinct().boxed().toList();
        return new Characters(text.chars().mapToObj(alphabet::indexOf).toList(), alphabet.size());
    }

    int length() {
        return numbers.size();
    }

    /** Every place of a window of {@code width} characters: what is in it, one-hot, and the character that follows. */
    List<Example> windows(int width) {
        return IntStream.range(0, length() - width)
                .mapToObj(from -> new Example(
                        IntStream.range(0, width * vocabulary)
                                .mapToObj(i -> numbers.get(from + i / vocabulary) == i % vocabulary ? 1.0 : 0.0)
                                .toList(),
                        numbers.get(from + width)))
                .toList();
    }
}
