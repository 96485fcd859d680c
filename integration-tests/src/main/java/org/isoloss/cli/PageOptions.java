/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.isoloss.report.Figure;
import org.isoloss.report.Gallery;
import org.isoloss.report.Report;
import org.isoloss.report.Report.Fact;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where the page of pictures goes. */
final class PageOptions {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the page of pictures is written. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("target", "isoloss-report.html");

    /** Said before the work, not after it. */
    void requireWritable() {
        Path file = out.toAbsolutePath();
        try {
            Files.createDirectories(Objects.requireNonNullElse(file.getParent(), file));
        } catch (IOException e) {
            throw unwritable();
        }
        if (Files.isDirectory(file) || (Files.exists(file) && !Files.isWritable(file))) {
            throw unwritable();
        }
    }

    private IllegalArgumentException unwritable() {
        return new IllegalArgumentException("'%s' is not a file that can be written".formatted(out));
    }

    /** Writes what a run has to show, and the gallery after it, and says where. */
    void write(List<Fact> ofRun, List<Figure> figures, CommandSpec spec) {
        List<Fact> facts = new ArrayList<>(ofRun);
        facts.add(new Fact("isoloss", version()));
        facts.add(new Fact("JDK", System.getProperty("java.vm.name") + " " + Runtime.version()));
        facts.add(new Fact("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString()));
        List<Figure> all = new ArrayList<>(figures);
        all.addAll(Gallery.all());
        try {
            Files.writeString(out, new Report("isoloss: one loss, the same numbers", facts, all).html());
        } catch (IOException e) {
            throw unwritable();
        }
        spec.commandLine()
                .getOut()
                .printf("%nPictures: %s%n", out.toAbsolutePath().toUri());
    }

    private static String version() {
        Properties build = new Properties();
        try (InputStream in = Objects.requireNonNull(PageOptions.class.getResourceAsStream("build.properties"))) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("version");
    }
}
