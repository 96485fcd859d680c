/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isoloss.Batch;
import org.isoloss.Loss;
import org.isoloss.classification.BinaryCrossEntropyOnProbabilities;
import org.isoloss.classification.Hinge;
import org.isoloss.classification.SigmoidFocal;
import org.isoloss.classification.SoftMargin;
import org.isoloss.classification.SquaredHinge;
import org.isoloss.embedding.Contrastive;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.Minkowski;
import org.isoloss.embedding.TripletMargin;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.AbsoluteError;
import org.isoloss.regression.Huber;
import org.isoloss.regression.SquaredError;

/** Pictures of what the choice of a loss, and of its parameters, changes. Every number is computed by the losses themselves. */
public final class Gallery {

    private static final double CONFIDENT = -4;
    private static final int POSITIVES = 6;

    private Gallery() {}

    /** All of them, in the order of their telling. */
    public static List<Figure> all() {
        return List.of(confidentError(), focal(), grossErrors(), margins(), planes(), temperatures());
    }

    /** All curves. */
    static List<Sweep> sweeps() {
        return Stream.of(probabilities(), gammas(), errors(), scores(), contrasts())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Sweep> probabilities() {
        Path logit = Path.sigmoid(-8, 8);
        return List.of(
                Sweep.of("cross-entropy", new BinaryCrossEntropyOnProbabilities(), 1, logit),
                Sweep.of("squared error", new SquaredError(), 1, logit));
    }

    static Figure confidentError() {
        List<Sweep> sweeps = probabilities();
        List<Plot> plots = Sweep.plots("confident-error", "A probability whose truth is 1", sweeps);
        List<Layer> marked = new ArrayList<>(plots.get(1).layers());
        for (Sweep sweep : sweeps) {
            Sweep.Sample there = sweep.at(CONFIDENT);
            Point at = new Point(CONFIDENT, there.slope());
            marked.add(new Layer.Dots(sweep.series(), Layer.Dot.DISC, List.of(at)));
            marked.add(new Layer.Note(
                    new Point(CONFIDENT, there.slope() + 0.09), String.format(Locale.ROOT, "%.3f", there.slope())));
        }
        Plot slopes = plots.get(1);
        return new Figure(
                "Why cross-entropy, and not squared error, for probabilities",
                "A network that gives the truth a logit of -4, a probability of 2 %, is confidently wrong. Cross-entropy then "
                        + "has its full slope; squared error has almost none, because the sigmoid is flat there, and "
                        + "training starts late or never. Near the truth both let go.",
                List.of(plots.get(0), new Plot(slopes.id(), slopes.title(), slopes.x(), slopes.y(), marked)));
    }

    private static List<Sweep> gammas() {
        Path logit = Path.direct("logit, natural logarithm of the odds", -5, 5);
        return DoubleStream.of(0, 0.5, 1, 2, 5)
                .mapToObj(gamma -> Sweep.of(
                        "gamma " + plain(gamma),
                        new SigmoidFocal().withoutAlpha().withGamma(gamma),
                        1,
                        logit))
                .toList();
    }

    static Figure focal() {
        return new Figure(
                "Focal loss: what gamma turns down",
                "With gamma 0 it is cross-entropy. The larger gamma, the less an example counts that is already right, "
                        + "while a gross error keeps its slope, and even gets more. What easy examples no longer pull, "
                        + "rare and hard ones do.",
                Sweep.plots("focal", "SigmoidFocal, truth 1", gammas()));
    }

    private static List<Sweep> errors() {
        Path error = Path.direct("error, prediction minus target", -3, 3);
        return List.of(
                Sweep.of("SquaredError", new SquaredError(), 0, error),
                Sweep.of("Huber, delta 1", new Huber(), 0, error),
                Sweep.of("AbsoluteError", new AbsoluteError(), 0, error));
    }

    static Figure grossErrors() {
        return new Figure(
                "Huber between squared and absolute error",
                "The pull of squared error grows with the error, so one gross error outweighs many small ones. Absolute error "
                        + "pulls the same at any distance, and does not slow down at the target. Huber slows down within "
                        + "delta and pulls no more than delta beyond it; its square is halved, so it is half as steep.",
                Sweep.plots("gross-errors", "One error", errors()));
    }

    private static List<Sweep> scores() {
        Path score = Path.direct("score", -3, 3);
        return List.of(
                Sweep.of("Hinge", new Hinge(), 1, score),
                Sweep.of("SquaredHinge", new SquaredHinge(), 1, score),
                Sweep.of("SoftMargin", new SoftMargin(), 1, score));
    }

    static Figure margins() {
        return new Figure(
                "Margins of a score",
                "A score of the right sign is not enough: it must pass the margin, 1. Beyond it Hinge and SquaredHinge are "
                        + "done and their gradient is 0; SoftMargin is never quite done. SquaredHinge meets the margin "
                        + "without a kink.",
                Sweep.plots("margins", "A score whose sign is 1", scores()));
    }

    static Figure planes() {
        Point left = new Point(-1, 0);
        Point right = new Point(1, 0);
        Point origin = new Point(0, 0);
        Loss contrastive = new Contrastive().withDistance(new Minkowski()).withMargin(1.5);
        return new Figure(
                "Margins in the plane",
                "A point may move, and the arrows say where it is pulled. TripletMargin wants its anchor nearer to the positive "
                        + "than to the negative by a margin; where that holds, nothing pulls. Contrastive wants pairs to "
                        + "coincide that belong together, and pushes others apart until the margin, not further.",
                List.of(
                        plane(new TripletMargin(), 0, places(origin, left, right), List.of("", "positive", "negative"))
                                .plot("plane-triplet", "TripletMargin, by its anchor"),
                        plane(contrastive, 1, pair(1), List.of("first")).plot("plane-together", "Contrastive, a pair"),
                        plane(contrastive, 1, pair(0), List.of("first"))
                                .plot("plane-apart", "Contrastive, not a pair")));
    }

    private static List<HostTensor> places(Point... places) {
        return Arrays.stream(places)
                .map(p -> HostTensor.of(new double[] {p.x(), p.y()}, 1, 2))
                .toList();
    }

    private static List<HostTensor> pair(double together) {
        List<HostTensor> inputs = new ArrayList<>(places(new Point(0, 0), new Point(0, 0)));
        inputs.add(HostTensor.of(new double[] {together}, 1));
        return inputs;
    }

    private static Plane plane(Loss loss, int port, List<HostTensor> inputs, List<String> names) {
        List<Layer.Note> notes = IntStream.range(0, names.size())
                .filter(i -> i != port)
                .mapToObj(i -> new Layer.Note(
                        new Point(inputs.get(i).toArray()[0], inputs.get(i).toArray()[1]), names.get(i)))
                .toList();
        return new Plane(loss, Batch.of(inputs), port, notes);
    }

    private static List<Sweep> contrasts() {
        return DoubleStream.of(0.07, 0.2, 0.5, 1)
                .mapToObj(t -> contrast("temperature " + plain(t), new InfoNce().withTemperature(t)))
                .toList();
    }

    static Figure temperatures() {
        List<Plot> plots = Sweep.plots("temperature", "InfoNce, an anchor among six", contrasts());
        Plot values = plots.get(0);
        return new Figure(
                "What temperature does to InfoNce",
                "An anchor turns away from its positive, past the first of five negatives, which are 60 degrees apart. Hot, the loss never "
                        + "vanishes and pulls weakly everywhere. Cold, it forgives an anchor that is nearest to its own "
                        + "positive, and pulls hard as soon as a negative is as near: half way, at 30 degrees.",
                List.of(
                        new Plot(values.id(), values.title(), values.x(), Axis.logarithmic("loss"), values.layers()),
                        plots.get(1)));
    }

    /** Only the first anchor counts; all are asked. */
    private static Sweep contrast(String series, Loss loss) {
        double[] circle = IntStream.range(0, POSITIVES)
                .mapToDouble(i -> 360.0 * i / POSITIVES)
                .flatMap(degrees -> DoubleStream.of(cos(degrees), sin(degrees)))
                .toArray();
        double[] first = new double[POSITIVES];
        first[0] = 1;
        HostTensor positives = HostTensor.of(circle, POSITIVES, 2);
        Batch<HostTensor> batch =
                Batch.of(List.of(positives, positives)).withSampleWeights(HostTensor.of(first, POSITIVES));
        return new Sweep(series, loss, batch, 0, turned(circle));
    }

    private static Path turned(double[] circle) {
        return new Path(
                "angle from its positive, degrees",
                0,
                90,
                t -> {
                    double[] at = circle.clone();
                    at[0] = cos(t);
                    at[1] = sin(t);
                    return at;
                },
                t -> {
                    double[] tangent = new double[circle.length];
                    tangent[0] = -Math.toRadians(1) * sin(t);
                    tangent[1] = Math.toRadians(1) * cos(t);
                    return tangent;
                });
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }

    private static double sin(double degrees) {
        return Math.sin(Math.toRadians(degrees));
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
    }
}
