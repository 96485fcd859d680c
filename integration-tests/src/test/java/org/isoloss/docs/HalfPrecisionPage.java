/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.docs;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What half precision does to losses, measured. */
final class HalfPrecisionPage {

    private static final String HEAD = """
            # Half precision

            Made from measurements; do not edit.

            A number in float16 has 11 binary digits, three decimal ones. The largest is 65504, the smallest 6e-8; what is less than 3e-8 becomes 0.
            isoloss takes float16 in both frameworks and computes in float32. Gradients are rounded to float16 once, the value is not rounded. So the formulas
            don't break; what remains are the limits of the gradient, which the network is given in float16.

            | | DJL | Deeplearning4j |
            |---|---|---|
            | float16 | predictions, labels, masks, weights | the same |
            | the loss | a float32, as under PyTorch's autocast | a double |
            | the gradient | of the loss and all factors on it, rounded once | of the loss times the number of rows, rounded once |
            | the layer's activation | none | computed in float32 too |
            | bfloat16 | refused with a sentence; the engine ends the JVM when such an array is made | taken like float16; DL4J's layers refuse it |

            `HalfPrecisionTest` proves it for every loss, natively and by programs.

            ## Textbook formulas

            Each operation in float16, beside a loss of the same meaning.

            """;

    private static final String OWN = """

            ## The frameworks' own losses

            Right digits of the loss, then of its gradient, relative to its largest entry; 6 stands for 6 or more. All are given the same float16 numbers, and are compared
            with float64.

            """;

    private static final String OVERFLOW = """

            Binary cross-entropy and squared error are on a column of outputs. In a wide type all of these losses mean the same, and the test says so first.

            ## What overflows

            No value does, and a gradient beyond 65504 is infinite. In Deeplearning4j that is the gradient times the rows, because DL4J divides by them
            later: a sum over many rows reaches the limit soon.

            """;

    private static final String VANISHING = """

            ## What vanishes

            Entries of the gradient of a mean cross-entropy over 1000 classes that become 0 in float16. They are `p / rows`, and 0 from 3e-8 down.
            A factor on the loss comes before the rounding; in Deeplearning4j the number of rows is such a factor.

            """;

    private static final String ADVICE = """

            ## What to do

            In DJL, keep parameters in float32, compute in float16, and scale the loss. `LossScaling` has the rule and the defaults of PyTorch's `GradScaler`: times 65536,
            doubled after 2000 steps, halved when a gradient is not finite, and that step is left out, optimizer and all.

            ```java
            model.setBlock(MixedPrecision.of(network));
            LossScaling scaling = new LossScaling();
            DefaultTrainingConfig config = new DefaultTrainingConfig(scaling.loss(new DjlLoss(new CrossEntropy())))
                    .optOptimizer(scaling.optimizer(Optimizer.adam().build()))
                    .addTrainingListeners(scaling, new GradientClipping(1));
            ```

            - DJL's `toType` drops gradients; `MixedPrecision` has a cast that keeps them. Leave batch normalisation outside of it.
            - Parameters in float16 lose every step that is less than 1/4096 of them, with any loss. `LossScaling` refuses them.
            - A loss of DJL's own can be scaled too. It is in float16 itself, through which 65536 does not pass, so the first step is left out.
            - Prefer MEAN. A SUM over rows in Deeplearning4j has a gradient that is larger by the rows: divide it with `Weighted`.
            - Scale targets of regression to about 1. Squared, an error of 33,000 has an infinite gradient: in DJL for one row, in Deeplearning4j for any number.
            - Class numbers in float16 are whole up to 2048 only. Give labels as integers in DJL, one-hot in Deeplearning4j.
            - A loss of several outputs in DJL wants all of them in one type.
            - `checked()` names what is infinite and why: [frameworks.md](frameworks.md) has what the frameworks themselves overlook.
            """;

    private HalfPrecisionPage() {}

    /** Lines under a head. */
    static String table(Stream<String> lines, String... columns) {
        Stream<String> head = Stream.of("| " + String.join(" | ", columns) + " |", "|---".repeat(columns.length) + "|");
        return Stream.concat(head, lines).map(line -> line + "\n").collect(Collectors.joining());
    }

    static String text() {
        return HEAD
                + NaiveFormulas.table()
                + OWN
                + OwnLosses.table()
                + OVERFLOW
                + NarrowLimits.overflow()
                + VANISHING
                + NarrowLimits.vanishing()
                + ADVICE;
    }
}
