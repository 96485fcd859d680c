/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.isoloss.Batch;
import org.isoloss.Loss;
import org.isoloss.host.HostTensor;

/**
 * A loss of points in the plane, by the place of one of them: its value as bands, and arrows that point down its gradient.
 *
 * @param loss reduced to a number
 * @param batch one input for each port; embeddings have two dimensions
 * @param port the port whose first row moves
 * @param notes the points that stay, by name
 */
record Plane(Loss loss, Batch<HostTensor> batch, int port, List<Layer.Note> notes) {

    /** Both coordinates run from minus this to this. */
    static final double REACH = 2;

    private static final int GRID = 37;
    private static final int ARROWS = 9;
    private static final double LENGTH = 0.3;

    Plane {
        notes = List.copyOf(notes);
    }

    Plot plot(String id, String title) {
        String who = loss.signature().ports().get(port).name();
        List<Layer> layers = new ArrayList<>();
        layers.add(field());
        layers.add(arrows());
        layers.addAll(notes);
        return new Plot(
                id, title, Axis.of("first coordinate of " + who), Axis.of("second coordinate of " + who), layers);
    }

    private Layer.Field field() {
        List<Point> places = grid(GRID, REACH);
        return new Layer.Field("loss", places, places.stream().map(this::value).toList());
    }

    private Layer.Arrows arrows() {
        List<Point> from = new ArrayList<>();
        List<Point> to = new ArrayList<>();
        List<Point> places = grid(ARROWS, REACH * (ARROWS - 1) / ARROWS);
        List<Point> slopes = places.stream().map(this::slope).toList();
        double steepest =
                slopes.stream().mapToDouble(s -> Math.hypot(s.x(), s.y())).max().orElse(0);
        for (int i = 0; i < places.size(); i++) {
            Point p = places.get(i);
            Point slope = slopes.get(i);
            if (Math.hypot(slope.x(), slope.y()) > 0.02 * steepest) {
                from.add(p);
                to.add(new Point(p.x() - LENGTH * slope.x() / steepest, p.y() - LENGTH * slope.y() / steepest));
            }
        }
        return new Layer.Arrows(from, to);
    }

    double value(Point place) {
        return Sweep.EVALUATOR.value(loss, at(place)).toArray()[0];
    }

    /** The gradient with respect to the point that moves. */
    Point slope(Point place) {
        double[] gradient = Sweep.EVALUATOR
                .valueAndGradients(loss, at(place))
                .gradients()
                .get(Sweep.prediction(loss, port))
                .toArray();
        return new Point(gradient[0], gradient[1]);
    }

    private Batch<HostTensor> at(Point place) {
        double[] numbers = batch.inputs().get(port).toArray();
        numbers[0] = place.x();
        numbers[1] = place.y();
        return Sweep.moved(batch, port, numbers);
    }

    private static List<Point> grid(int count, double reach) {
        double[] ticks = IntStream.range(0, count)
                .mapToDouble(i -> reach * (2.0 * i / (count - 1) - 1))
                .toArray();
        return Arrays.stream(ticks)
                .boxed()
                .flatMap(y -> Arrays.stream(ticks).mapToObj(x -> new Point(x, y)))
                .toList();
    }
}
