/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The golden cases: of the directories in {@code -Disoloss.golden=DIR:DIR}, else those shipped with the tests. */
final class GoldenFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GoldenFiles() {}

    static List<GoldenCase> read() {
        return directories()
                .flatMap(GoldenFiles::files)
                .flatMap(GoldenFiles::cases)
                .toList();
    }

    private static Stream<Path> directories() {
        String named = System.getProperty("isoloss.golden", "");
        return named.isBlank()
                ? Stream.of(shipped())
                : Arrays.stream(named.split(File.pathSeparator)).map(Path::of);
    }

    private static Path shipped() {
        try {
            return Path.of(Objects.requireNonNull(GoldenFiles.class.getResource("/golden"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    private static Stream<GoldenCase> cases(Path file) {
        try {
            JsonNode all = JSON.readTree(file.toFile());
            return StreamSupport.stream(all.spliterator(), false).map(GoldenCase::of);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
