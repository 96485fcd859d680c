/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isoloss.Loss;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.contract.LossRecords;
import org.isoloss.embedding.TripletMargin;
import org.junit.jupiter.api.Test;

/** Every loss has a shape, and what is drawn as its gradient is the slope of what is drawn as its value. */
class ShapeTest {

    private static final int LOSSES = 49;
    private static final double STEP = 1e-6;

    private static final int PLACES = 16;

    /** Kinks have no slope; they are at round numbers. */
    private static final double OFF_KINKS = 0.0123;

    @Test
    void everyLossHasAShapeThatCanBeSeen() {
        List<Loss> losses = LossRecords.all();
        assertThat(losses).hasSizeGreaterThanOrEqualTo(LOSSES);
        for (Loss loss : losses) {
            for (Plot plot : Shape.of(loss).plots()) {
                assertThat(plot.layers()).as("%s: %s", loss, plot.id()).allSatisfy(ShapeTest::hasSomething);
            }
        }
    }

    private static void hasSomething(Layer layer) {
        if (layer instanceof Layer.Curve curve) {
            assertThat(curve.points()).hasSizeGreaterThan(100);
        }
        if (layer instanceof Layer.Field field) {
            assertThat(field.values()).hasSizeGreaterThan(1000).allMatch(Double::isFinite);
        }
    }

    @Test
    void theGradientIsTheSlopeOfTheValue() {
        List<Sweep> sweeps = new ArrayList<>(Gallery.sweeps());
        LossRecords.all().stream().flatMap(ShapeTest::sweeps).forEach(sweeps::add);
        assertThat(sweeps).hasSizeGreaterThan(100);
        for (Sweep sweep : sweeps) {
            List<Sweep.Sample> samples = IntStream.range(0, PLACES)
                    .mapToDouble(i -> i * (sweep.path().to() - sweep.path().from()) / PLACES)
                    .mapToObj(way -> sweep.at(sweep.path().from() + OFF_KINKS + way))
                    .toList();
            assertThat(samples).as("%s: %s", sweep.loss(), sweep.series()).allMatch(sample -> isSlope(sweep, sample));
        }
    }

    private static Stream<Sweep> sweeps(Loss loss) {
        return Shape.curves(loss).stream();
    }

    private static boolean isSlope(Sweep sweep, Sweep.Sample sample) {
        double rise = sweep.at(sample.t() + STEP).value()
                - sweep.at(sample.t() - STEP).value();
        return Math.abs(rise / (2 * STEP) - sample.slope()) <= 1e-5 * Math.max(1, Math.abs(sample.slope()));
    }

    /** By hand: the derivative of softplus(-x) is -sigmoid(-x). */
    @Test
    void aLogitOfMinusFourHasNearlyTheFullSlope() {
        Sweep sweep = Sweep.of("", new BinaryCrossEntropy(), 1, Path.direct("logit", -8, 8));

        assertThat(sweep.at(-4).value()).isCloseTo(4.0181499279, within(1e-9));
        assertThat(sweep.at(-4).slope()).isCloseTo(-0.9820137900, within(1e-9));
    }

    /** By hand: at the origin both distances are 1, and the anchor moves to (-1, 0), which is 2 per unit of length. */
    @Test
    void anAnchorIsPulledFromItsNegativeToItsPositive() {
        Plot plot = Gallery.planes().plots().get(0);
        Layer.Field field = (Layer.Field) plot.layers().get(0);
        Layer.Arrows arrows = (Layer.Arrows) plot.layers().get(1);

        int origin = field.places().indexOf(new Point(0, 0));
        assertThat(field.values().get(origin)).isEqualTo(new TripletMargin().margin());
        int arrow = arrows.from().indexOf(new Point(0, 0));
        assertThat(arrows.to().get(arrow).x()).isNegative();
        assertThat(arrows.to().get(arrow).y()).isCloseTo(0, within(1e-12));
        assertThat(Arrays.stream(field.values().stream().mapToDouble(v -> v).toArray())
                        .min())
                .hasValue(0);
    }
}
