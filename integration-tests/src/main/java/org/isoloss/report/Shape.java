/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.isoloss.Batch;
import org.isoloss.Domain;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Rows;
import org.isoloss.contract.ExampleInputs;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Shapes;

/**
 * How any loss looks, from its signature alone. One row, or three if rows depend on each other. The first entry of the first
 * prediction moves through its domain, once for each of several targets; embeddings have two dimensions and move in the plane.
 */
public final class Shape {

    private static final long COUPLED = 3;
    private static final long SEED = 1;
    private static final double GOLDEN = Math.PI * (3 - Math.sqrt(5));
    private static final double RADIUS = 1.2;

    private final Loss loss;
    private final List<Port> ports;
    private final int moving;
    private final List<HostTensor> inputs;

    private Shape(Loss loss) {
        this.loss = loss;
        this.ports = loss.signature().ports();
        this.moving = ports.indexOf(loss.signature().predictions().get(0));
        boolean alone =
                loss.signature().rows() == Rows.SEPARATE || loss.signature().rows() == Rows.POOLED;
        this.inputs = new ArrayList<>(ExampleInputs.seeded(SEED)
                .withRows(alone ? 1 : COUPLED)
                .withSizes(Map.of("C", 5L, "D", 2L, "L", 4L, "T", 8L))
                .of(loss));
    }

    /** Value and gradient of that loss. Terms that are not reduced are added up. */
    public static Figure of(Loss loss) {
        return new Shape(reduced(loss)).figure(loss);
    }

    private static Loss reduced(Loss loss) {
        if (loss.reduction() != Reduction.NONE) {
            return loss;
        }
        Map<String, Object> map = new LinkedHashMap<>(LossConfig.toMap(loss));
        map.put("reduction", Reduction.SUM.name());
        return LossConfig.fromMap(map);
    }

    private Figure figure(Loss asked) {
        boolean plane = moved().domain() == Domain.EMBEDDING;
        List<Plot> plots = plane ? planes() : Sweep.plots("shape", loss.name(), sweeps());
        String what = plane
                ? "The first row of '%s' moves in the plane; arrows point down the gradient, the longest where it is steepest."
                : "The first entry of '%s' moves, once for each target; the gradient is that along the way.";
        return new Figure(
                "The shape of " + loss.name(), what.formatted(moved().name()) + " " + LossConfig.toJson(asked), plots);
    }

    private Port moved() {
        return ports.get(moving);
    }

    /** The curves that are drawn of it; none of a loss of embeddings. */
    static List<Sweep> curves(Loss loss) {
        Shape shape = new Shape(reduced(loss));
        return shape.moved().domain() == Domain.EMBEDDING ? List.of() : shape.sweeps();
    }

    private List<Sweep> sweeps() {
        HostTensor held = inputs.get(moving);
        Path path = path(moved(), held);
        return cases().entrySet().stream()
                .map(c -> new Sweep(c.getKey(), loss, Batch.of(c.getValue()), moving, path))
                .toList();
    }

    /** Where the first entry of a prediction goes, and what the others are meanwhile. */
    private static Path path(Port port, HostTensor held) {
        int size = held.toArray().length;
        int width = (int) Shapes.last(held.shape());
        String label = size == 1 ? port.name() : "first of " + port.name();
        return switch (port.domain()) {
            case SOFTMAX_LOGITS, SIGMOID_LOGITS -> Path.first(label, -8, 8, new double[size]);
            case PROBABILITY -> Path.first(label, 0.02, 0.98, filled(size, 0.5));
            case POSITIVE -> Path.first(label, 0.05, 4, filled(size, 1));
            case DISTRIBUTION -> Path.share(label, width, false);
            case LOG_PROBABILITY -> Path.share("probability, whose logarithm is the " + label, width, true);
            default -> Path.first(label, -4, 4, new double[size]);
        };
    }

    /** The inputs for each of several first targets, by the words for it; as they are if there is nothing to choose. */
    private Map<String, List<HostTensor>> cases() {
        Map<String, List<HostTensor>> cases = new LinkedHashMap<>();
        int target = IntStream.range(0, ports.size())
                .filter(p -> !ports.get(p).differentiable())
                .findFirst()
                .orElse(moving);
        Port port = ports.get(target);
        for (double first : choices(port)) {
            List<HostTensor> changed = new ArrayList<>(inputs);
            changed.set(target, withFirst(port, inputs.get(target), first));
            cases.put("%s %s".formatted(port.name(), plain(first)), changed);
        }
        return cases.isEmpty() ? Map.of(loss.name(), inputs) : cases;
    }

    private static List<Double> choices(Port port) {
        return switch (port.domain()) {
            case BINARY, CLASS_INDEX -> List.of(0.0, 1.0);
            case SIGN -> List.of(-1.0, 1.0);
            case COUNT, GRADE -> List.of(0.0, 1.0, 3.0);
            case REAL -> List.of(0.0);
            case SOFTMAX_LOGITS -> List.of(-2.0, 0.0, 2.0);
            case DISTRIBUTION, LOG_PROBABILITY, PROBABILITY -> List.of(0.1, 0.5, 0.9);
            default -> List.of();
        };
    }

    private static HostTensor withFirst(Port port, HostTensor given, double first) {
        double[] numbers = given.toArray();
        switch (port.domain()) {
            case BINARY -> Arrays.fill(numbers, 0);
            case DISTRIBUTION ->
                numbers = Path.share("", numbers.length, false).at().apply(first);
            case LOG_PROBABILITY ->
                numbers = Path.share("", numbers.length, true).at().apply(first);
            default -> {}
        }
        if (port.domain() == Domain.CLASS_INDEX) {
            long[] labels = Arrays.stream(numbers).mapToLong(n -> (long) n).toArray();
            labels[0] = (long) first;
            return HostTensor.indices(labels, given.shape());
        }
        numbers[0] = port.domain() == Domain.LOG_PROBABILITY ? Math.log(first) : first;
        return HostTensor.of(numbers, given.shape());
    }

    private List<Plot> planes() {
        List<Layer.Note> notes = placeEmbeddings();
        List<Plot> plots = new ArrayList<>();
        cases().forEach((words, batch) -> plots.add(new Plane(loss, Batch.of(batch), moving, notes)
                .plot("shape-" + (plots.size() + 1), cases().size() > 1 ? loss.name() + ", " + words : loss.name())));
        return plots;
    }

    /** Puts all embeddings onto a circle, no two of them in one place, and says who they are. */
    private List<Layer.Note> placeEmbeddings() {
        List<Layer.Note> notes = new ArrayList<>();
        for (int p = 0; p < ports.size(); p++) {
            if (ports.get(p).domain() == Domain.EMBEDDING) {
                double[] numbers = inputs.get(p).toArray();
                for (int row = 0; 2 * row < numbers.length; row++) {
                    boolean moves = p == moving && row == 0;
                    double angle = GOLDEN * notes.size() + 2.5;
                    numbers[2 * row] = RADIUS * Math.cos(angle);
                    numbers[2 * row + 1] = RADIUS * Math.sin(angle);
                    if (!moves) {
                        Point place = new Point(numbers[2 * row], numbers[2 * row + 1]);
                        notes.add(new Layer.Note(place, name(ports.get(p), row)));
                    }
                }
                inputs.set(p, HostTensor.of(numbers, inputs.get(p).shape()));
            }
        }
        return notes;
    }

    private String name(Port port, int row) {
        return inputs.get(moving).shape()[0] == 1 ? port.name() : "%s %d".formatted(port.name(), row + 1);
    }

    private static double[] filled(int size, double value) {
        double[] all = new double[size];
        Arrays.fill(all, value);
        return all;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
    }
}
