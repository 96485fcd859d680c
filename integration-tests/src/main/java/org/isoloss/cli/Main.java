/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The program. Without a subcommand it does the main job: it trains, compares every loss, and draws it all. */
@Command(
        name = "isoloss",
        description =
                "One loss, the same numbers in DJL and in DL4J. Without a subcommand: train, then parity, then a page of "
                        + "pictures of both.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything agreed",
            "1:something differed by more than it may; the last sentence says what",
            "2:bad input; one sentence says what is wrong with it"
        })
public final class Main implements Callable<Integer> {

    private static final int DIFFERED = 1;

    private final Limits limits;

    @Mixin
    private Job job = new Job();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main(Limits limits) {
        this.limits = limits;
    }

    /** Ends the virtual machine with the exit code. */
    public static void main(String[] args) {
        quieten();
        System.exit(commandLine(Limits.STANDARD).execute(args));
    }

    /** DJL reports its use to its makers unless told not to, and the frameworks log what they find or miss. */
    private static void quieten() {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        System.setProperty("org.slf4j.simpleLogger.log.ai.djl.util.cuda", "error");
    }

    static CommandLine commandLine(Limits limits) {
        CommandLine main = new CommandLine(new Main(limits))
                .addSubcommand(new TrainCommand(limits))
                .addSubcommand(new ParityCommand(limits))
                .addSubcommand(new ReportCommand(limits))
                .addSubcommand(new ListCommand())
                .addSubcommand(new ChooseCommand());
        main.getCommandSpec().addOption(help());
        main.getSubcommands().values().forEach(command -> command.getCommandSpec()
                .addOption(help()));
        return main.setExecutionStrategy(Main::execute)
                .setParameterExceptionHandler((e, args) -> complain(e, e.getCommandLine()))
                .setExecutionExceptionHandler((e, command, result) -> refuse(e, command));
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Shows this text.")
                .build();
    }

    /** Options before a subcommand would go unheard. */
    private static int execute(ParseResult result) {
        List<OptionSpec> unheard = result.hasSubcommand() ? result.matchedOptions() : List.of();
        if (!unheard.isEmpty()) {
            throw new ParameterException(
                    result.commandSpec().commandLine(),
                    "'%s' must come after the subcommand"
                            .formatted(unheard.get(0).longestName()));
        }
        return new RunLast().execute(result);
    }

    private static int refuse(Exception e, CommandLine command) throws Exception {
        if (e instanceof IllegalArgumentException || e instanceof UnsupportedOperationException) {
            return complain(e, command);
        }
        throw e;
    }

    private static int complain(Exception e, CommandLine command) {
        command.getErr().println(e.getMessage());
        return CommandLine.ExitCode.USAGE;
    }

    /** Says what went wrong, if anything did, and with which exit code to end. */
    static int verdict(Optional<String> complaint, CommandSpec spec) {
        complaint.ifPresent(spec.commandLine().getErr()::println);
        return complaint.isPresent() ? DIFFERED : CommandLine.ExitCode.OK;
    }

    @Override
    public Integer call() {
        return job.run(limits, spec);
    }
}
