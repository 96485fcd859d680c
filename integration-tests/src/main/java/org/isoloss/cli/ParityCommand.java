/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The second half of the main job, by itself. */
@Command(
        name = "parity",
        description =
                "Compares value and gradients of every loss in DJL and in DL4J with the core, in float64 and in float32. "
                        + "Differences are relative to the largest entry, the worst over all variants of a loss.")
final class ParityCommand implements Callable<Integer> {

    static final long SEED = 1;

    private final Limits limits;

    @Option(names = "--loss", paramLabel = "NAME", description = "Only this loss. Default: all.")
    private Optional<String> loss = Optional.empty();

    @Option(names = "--seed", description = "Of the inputs. Default: ${DEFAULT-VALUE}.")
    private long seed = SEED;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ParityCommand(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Integer call() {
        LossCatalogue all = LossCatalogue.all();
        List<LossCatalogue.Entry> chosen =
                loss.map(name -> List.of(all.find(name))).orElse(all.entries());
        return Main.verdict(broken(compare(chosen, seed, spec), limits), spec);
    }

    /** The sentence that says what went wrong, if anything did. */
    static Optional<String> broken(List<ParityRow> rows, Limits limits) {
        return rows.stream().flatMap(row -> row.broken(limits).stream()).findFirst();
    }

    /** Compares those losses, and prints. */
    static List<ParityRow> compare(List<LossCatalogue.Entry> losses, long seed, CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(ParityRow.HEADER);
        out.flush();
        try (Progress bar =
                new Progress("comparing", losses.size(), spec.commandLine().getErr())) {
            return losses.stream()
                    .flatMap(entry -> rows(entry, seed, out, bar).stream())
                    .toList();
        }
    }

    private static List<ParityRow> rows(LossCatalogue.Entry entry, long seed, PrintWriter out, Progress bar) {
        List<ParityRow> rows = Arrays.stream(Parity.Precision.values())
                .flatMap(precision -> new Parity(seed).compare(entry, precision).stream())
                .toList();
        rows.forEach(row -> out.println(row.line()));
        out.flush();
        bar.step();
        return rows;
    }
}
