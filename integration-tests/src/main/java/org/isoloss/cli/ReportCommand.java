/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Pictures of any loss. */
@Command(
        name = "report",
        description =
                "Draws any loss. One that can train a classifier is trained and compared as in the main job; another is "
                        + "compared by itself.")
final class ReportCommand implements Callable<Integer> {

    private final Limits limits;

    @Mixin
    private Job job = new Job();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ReportCommand(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Integer call() {
        return job.report(limits, spec);
    }
}
