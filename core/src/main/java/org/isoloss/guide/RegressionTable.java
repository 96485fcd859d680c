/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import static org.isoloss.guide.Task.BOXES;
import static org.isoloss.guide.Task.REGRESSION;
import static org.isoloss.guide.Trait.COUNTS;
import static org.isoloss.guide.Trait.MANY_ZEROS;
import static org.isoloss.guide.Trait.NO_LOGITS;
import static org.isoloss.guide.Trait.OUTLIERS;
import static org.isoloss.guide.Trait.UNEQUAL_COSTS;
import static org.isoloss.guide.Trait.VARYING_NOISE;
import static org.isoloss.guide.Trait.WIDE_RANGE;

import java.util.List;
import java.util.Map;
import org.isoloss.divergence.GaussianNll;
import org.isoloss.divergence.PoissonNll;
import org.isoloss.divergence.PoissonNllOnRates;
import org.isoloss.divergence.Tweedie;
import org.isoloss.divergence.TweedieOnMeans;
import org.isoloss.regression.AbsoluteError;
import org.isoloss.regression.Huber;
import org.isoloss.regression.LogCosh;
import org.isoloss.regression.PseudoHuber;
import org.isoloss.regression.Quantile;
import org.isoloss.regression.SmoothAbsoluteError;
import org.isoloss.regression.SquaredError;

/** Numbers, and the coordinates of boxes. */
final class RegressionTable {

    private static final String NEEDS_LOGARITHMS = "It needs logarithms of the mean.";

    static final List<Proposal> ROWS = List.of(
            Proposal.of(REGRESSION, new SquaredError(), 5, "Predicts the mean; the likelihood where errors are normal.")
                    .when(OUTLIERS, -4, "One target that is off by ten units counts as a hundred that are off by one.")
                    .when(
                            COUNTS,
                            -2,
                            "It takes a count of 3 instead of 1 for as bad as 103 instead of 101, and predicts below 0.")
                    .when(MANY_ZEROS, -2, "It predicts below 0, and the largest amounts rule it.")
                    .when(WIDE_RANGE, -2, "The largest targets rule it.")
                    .when(UNEQUAL_COSTS, -2, "Too low and too high cost the same.")
                    .when(VARYING_NOISE, -1, "Rows that scatter widely rule those that don't."),
            Proposal.of(
                            REGRESSION,
                            new Huber(),
                            4,
                            "Near the mean as squared error, far from it as absolute: delta 1.345 sigma costs 5 % of"
                                    + " the precision where errors are normal (Huber 1981).")
                    .when(
                            OUTLIERS,
                            5,
                            "What is off by more than delta pulls no harder, however far it is (Huber 1964).")
                    .when(COUNTS, -2, "A count's scatter grows with its mean, delta does not.")
                    .when(MANY_ZEROS, -3, "It moves from the mean towards the zeros.")
                    .when(WIDE_RANGE, -2, "Delta fits one size of targets; take their logarithms.")
                    .when(UNEQUAL_COSTS, -2, "Too low and too high cost the same.")
                    .measured("delta"),
            Proposal.of(
                            REGRESSION,
                            new SmoothAbsoluteError(),
                            3,
                            "Huber's loss over its delta, so that the slope far out is 1 (Girshick 2015).")
                    .when(OUTLIERS, 4, "As Huber.")
                    .when(COUNTS, -2, "A count's scatter grows with its mean, beta does not.")
                    .when(MANY_ZEROS, -3, "It moves from the mean towards the zeros.")
                    .when(WIDE_RANGE, -2, "Beta fits one size of targets.")
                    .when(UNEQUAL_COSTS, -2, "Too low and too high cost the same.")
                    .measured("beta"),
            Proposal.of(
                            REGRESSION,
                            new AbsoluteError(),
                            3,
                            "Predicts the median; its slope does not shrink near the target, so let the learning rate"
                                    + " fall.")
                    .when(OUTLIERS, 4, "The median does not see how far off they are.")
                    .when(COUNTS, -2, "The median of a small count is often 0.")
                    .when(MANY_ZEROS, -4, "With half the targets 0 it predicts 0.")
                    .when(UNEQUAL_COSTS, -2, "Too low and too high cost the same; Quantile is its generalisation."),
            Proposal.of(REGRESSION, new PseudoHuber(), 2, "Huber's loss with second derivatives everywhere.")
                    .when(OUTLIERS, 4, "As Huber.")
                    .when(COUNTS, -2, "A count's scatter grows with its mean, delta does not.")
                    .when(MANY_ZEROS, -3, "It moves from the mean towards the zeros.")
                    .when(WIDE_RANGE, -2, "Delta fits one size of targets.")
                    .when(UNEQUAL_COSTS, -2, "Too low and too high cost the same.")
                    .measured("delta"),
            Proposal.of(
                            REGRESSION,
                            new LogCosh(),
                            2,
                            "Like Huber without a parameter: it turns at errors of about 1, so scale the targets to"
                                    + " fit.")
                    .when(OUTLIERS, 3, "As Huber, if targets are scaled so that usual errors are about 1.")
                    .when(MANY_ZEROS, -3, "It moves from the mean towards the zeros.")
                    .when(WIDE_RANGE, -2, "It turns at one size of errors.")
                    .when(UNEQUAL_COSTS, -2, "Too low and too high cost the same."),
            Proposal.of(REGRESSION, new Quantile(), 1, "Predicts a quantile; at 1/2 half the absolute error.")
                    .when(
                            UNEQUAL_COSTS,
                            8,
                            "Least at the quantile a / (a + b), if too low costs a and too high b for each unit"
                                    + " (Koenker and Bassett 1978); 0.9 stands for 9 to 1.",
                            Map.of("quantile", 0.9))
                    .when(OUTLIERS, 2, "A quantile does not see how far off they are.")
                    .when(VARYING_NOISE, 3, "Two quantiles, each with an output of its own, are an interval."),
            Proposal.of(
                            REGRESSION,
                            new GaussianNll(),
                            1,
                            "Predicts mean and variance; takes an output more, greater than 0 (Nix and Weigend 1994).")
                    .when(VARYING_NOISE, 7, "Each row counts by the variance that is predicted for it.")
                    .when(OUTLIERS, -1, "The variance grows to take them in, and the mean follows them.")
                    .when(COUNTS, -1, "Counts are not normal where they are small.")
                    .when(MANY_ZEROS, -1, "Zeros and a tail are not normal.")
                    .when(UNEQUAL_COSTS, 0, "Any quantile follows from mean and variance, if errors are normal."),
            Proposal.of(
                            REGRESSION,
                            new PoissonNll(),
                            0,
                            "The likelihood of counts, with the logarithm of the rate for an output.")
                    .when(
                            COUNTS,
                            8,
                            "The variance grows as the mean does, and the mean is right even where it grows faster"
                                    + " (Gourieroux et al. 1984).")
                    .when(MANY_ZEROS, 4, "The mean is right for any target from 0 on (Gourieroux et al. 1984).")
                    .when(WIDE_RANGE, 2, "Errors count relatively, large targets still more than small ones.")
                    .not(NO_LOGITS, NEEDS_LOGARITHMS),
            Proposal.of(
                            REGRESSION,
                            new Tweedie(),
                            0,
                            "Deviance whose variance is a power of the mean (Jorgensen 1987).")
                    .when(COUNTS, 5, "Power 1.5 fits counts that scatter more than Poisson's; power 1 is Poisson.")
                    .when(
                            WIDE_RANGE,
                            8,
                            "Power 2 is gamma deviance, where only the ratio to the target counts.",
                            power(2))
                    .when(
                            MANY_ZEROS,
                            8,
                            "Between 1 and 2 there are zeros and a continuous rest: sums of Poisson many amounts"
                                    + " (Jorgensen 1987).",
                            power(1.5))
                    .not(NO_LOGITS, NEEDS_LOGARITHMS),
            Proposal.of(
                            REGRESSION,
                            new PoissonNllOnRates(),
                            -9,
                            "The likelihood of counts, with the rate for an output.")
                    .when(COUNTS, 8, "As PoissonNll.")
                    .when(NO_LOGITS, 10, "It takes rates."),
            Proposal.of(REGRESSION, new TweedieOnMeans(), -9, "The same deviance, with the mean for an output.")
                    .when(COUNTS, 5, "As Tweedie.")
                    .when(WIDE_RANGE, 8, "As Tweedie.", power(2))
                    .when(MANY_ZEROS, 8, "As Tweedie.", power(1.5))
                    .when(NO_LOGITS, 10, "It takes means."),
            Proposal.of(
                            BOXES,
                            new SmoothAbsoluteError(),
                            5,
                            "The usual loss of offsets from anchors, in units of their size (Girshick 2015).")
                    .when(OUTLIERS, 1, "Made for it: boxes that are far off pull no harder."),
            Proposal.of(
                            BOXES,
                            new AbsoluteError(),
                            4,
                            "What DETR adds to its loss of overlap (Carion et al. 2020); divide coordinates by the"
                                    + " size of the picture.")
                    .when(OUTLIERS, 1, "Its slope is the same however far off a box is."),
            Proposal.of(BOXES, new Huber(), 3, "SmoothAbsoluteError times delta.")
                    .when(OUTLIERS, 1, "As SmoothAbsoluteError.")
                    .measured("delta"),
            Proposal.of(BOXES, new SquaredError(), 1, "Large boxes rule it, and the first steps are large.")
                    .when(OUTLIERS, -1, "Boxes that are far off rule it."),
            Proposal.of(BOXES, new GaussianNll(), 0, "Predicts each coordinate and how sure it is.")
                    .when(VARYING_NOISE, 6, "Corners that nobody can place count for less (He et al. 2019)."));

    private static Map<String, Object> power(double power) {
        return Map.of("power", power);
    }

    private RegressionTable() {}
}
