/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.isoloss.report.Figure;
import org.isoloss.report.Report.Fact;
import org.isoloss.report.Shape;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** The main job with its options: trains, compares every loss, and writes a page of pictures of it all. */
final class Job {

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Mixin
    private PageOptions page = new PageOptions();

    /** Trains, compares, draws; returns the exit code. */
    int run(Limits limits, CommandSpec spec) {
        page.requireWritable();
        Lesson lesson = Lesson.of(options);
        Limits agreed = options.limits(limits);
        Map<Execution, List<Epoch>> runs = TrainCommand.train(lesson, options, spec);
        List<ParityRow> rows = ParityCommand.compare(LossCatalogue.all().entries(), ParityCommand.SEED, spec);

        RunFigures pictures = new RunFigures(agreed);
        List<Figure> figures = new ArrayList<>(pictures.training(runs));
        figures.add(pictures.parity(rows));
        figures.add(Shape.of(lesson.task().loss()));
        List<Fact> facts = List.of(
                new Fact("data", lesson.rows()),
                new Fact("network", lesson.network()),
                new Fact("loss", LossConfig.toJson(lesson.task().loss())));
        page.write(facts, figures, spec);
        return Math.max(
                Main.verdict(TrainCommand.broken(runs, agreed), spec),
                Main.verdict(ParityCommand.broken(rows, agreed), spec));
    }

    /** The same; a loss that cannot train a classifier is compared and drawn by itself. */
    int report(Limits limits, CommandSpec spec) {
        LossCatalogue all = LossCatalogue.all();
        Loss loss = options.loss(all, List.of());
        if (Task.refusal(loss).isEmpty()) {
            return run(limits, spec);
        }
        page.requireWritable();
        LossCatalogue.Entry alone = new LossCatalogue.Entry(loss, List.of());
        List<ParityRow> rows = ParityCommand.compare(List.of(alone), ParityCommand.SEED, spec);
        List<Fact> facts = List.of(
                new Fact("loss", LossConfig.toJson(loss)),
                new Fact("not trained", Task.refusal(loss).get()));
        page.write(facts, List.of(new RunFigures(limits).parity(rows), Shape.of(loss)), spec);
        return Main.verdict(ParityCommand.broken(rows, limits), spec);
    }
}
