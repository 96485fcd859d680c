/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.List;

/**
 * The faults that a monitor looks for. The order is one of precedence: a fault that explains others comes before them, and what
 * is certain before what is likely.
 *
 * @since 0.1
 */
public final class Rules {

    private static final List<Rule> ALL = List.of(
            new Rule(
                    "notFinite",
                    "The loss is not finite at step %.0f, and nothing grew before",
                    "A number that went in is NaN or infinite, or the loss takes the logarithm or the root of 0",
                    List.of(
                            "look at that batch for NaN, infinities and empty cells",
                            "compute the loss from logits, not from probabilities",
                            "look for labels outside the classes",
                            "run the loss in checked mode, which names the operation"),
                    LossSigns::notFinite),
            new Rule(
                    "sameBatch",
                    "The same batch came %.0f times in a row",
                    "The iterator gives one batch again and again, unless all data is one batch",
                    List.of(
                            "take the batch inside the loop over the data",
                            "look whether the iterator is reset at each step"),
                    BatchSigns::sameBatch),
            new Rule(
                    "unshuffled",
                    "Targets within a batch vary %.2f as much as all do",
                    "The data is sorted by its target and not shuffled, so each batch undoes the one before",
                    List.of("shuffle the rows before each pass", "shuffle the file once if it is too large to do so"),
                    BatchSigns::unshuffled),
            new Rule(
                    "unreachableTargets",
                    "Targets are %.3g on average, and outputs never leave [-1, 1]",
                    "The last layer has an activation that can't give such values, or the targets are class numbers",
                    List.of(
                            "take the activation off the last layer",
                            "scale the targets",
                            "if they are class numbers, take a cross-entropy and an output for each class"),
                    BatchSigns::unreachableTargets),
            new Rule(
                    "divergence",
                    "The loss has grown to %.3g times its start",
                    "The learning rate is too high",
                    List.of(
                            "divide the learning rate by 10 until the loss falls",
                            "warm it up over the first hundred steps",
                            "clip the norm of the gradients",
                            "scale the inputs to mean 0 and deviation 1"),
                    LossSigns::divergence),
            new Rule(
                    "explodingGradients",
                    "The gradient of the first layer is %.3g times that of the last",
                    "Each layer enlarges it: weights start too large, or a recurrent network multiplies by them at each step",
                    List.of(
                            "initialise by Xavier or He, whichever fits the activation",
                            "clip the norm of the gradients",
                            "put a normalisation between the layers"),
                    GradientSigns::exploding),
            new Rule(
                    "vanishingGradients",
                    "The gradient of the first layer is %.3g times that of the last",
                    "Each layer shrinks it: a deep stack of sigmoids or tanhs, or weights that start too small",
                    List.of(
                            "take ReLU, or another activation that does not saturate",
                            "initialise by Xavier or He, whichever fits the activation",
                            "put a normalisation or a skip connection between the layers",
                            "take fewer layers"),
                    GradientSigns::vanishing),
            new Rule(
                    "constantPredictions",
                    "Outputs of different rows differ by %.3g of their size",
                    "Nothing of the input arrives: units are dead, weights start at 0, or the input is constant",
                    List.of(
                            "look whether the hidden activations are all 0",
                            "initialise the weights at random",
                            "lower the learning rate, which kills ReLUs when it is too high",
                            "look whether the input varies, and is scaled"),
                    BatchSigns::constantPredictions),
            new Rule(
                    "learningRateTooLow",
                    "The loss is flat, and a step moves the parameters by %.3g of their size",
                    "The learning rate is too low",
                    List.of(
                            "multiply the learning rate by 10 until the loss falls",
                            "look whether a schedule starts at 0",
                            "look whether the parameters are frozen"),
                    GradientSigns::learningRateTooLow),
            new Rule(
                    "spikes",
                    "The loss has jumped far above its start %.0f times, and come back",
                    "Some rows are corrupt or not scaled as the others",
                    List.of(
                            "look at the batches where it jumps for values out of range",
                            "scale or clip the inputs",
                            "take a loss that gross errors do not dominate, such as Huber",
                            "clip the norm of the gradients"),
                    LossSigns::spikes),
            new Rule(
                    "softmaxTwice",
                    "The loss settles at %.3f, just above the least that a softmax of a softmax can reach",
                    "The network ends with a softmax, and the loss applies another",
                    List.of(
                            "take the softmax off the network",
                            "or take a loss of probabilities, such as NegativeLogLikelihood behind a log-softmax"),
                    LossSigns::softmaxTwice),
            new Rule(
                    "unrelatedLabels",
                    "The loss gets no lower than %.2f of what a guess without looking at the input scores",
                    "The labels have nothing to do with the inputs",
                    List.of(
                            "look at some rows with their labels by eye",
                            "look whether inputs and labels are shuffled or joined apart from each other",
                            "fit a single batch: if that fails too, the fault is in the network"),
                    LossSigns::unrelatedLabels),
            new Rule(
                    "overfitting",
                    "The validation loss is %.2f times its least, and the training loss is below that",
                    "The network learns its rows by heart",
                    List.of(
                            "stop where the validation loss was least",
                            "get or make more data",
                            "add dropout or weight decay",
                            "take a smaller network"),
                    LossSigns::overfitting),
            new Rule(
                    "plateau",
                    "The loss stays at %.2f of what it started from",
                    "The learning rate fell too early, or the network is too small",
                    List.of(
                            "look at the learning rate now, and let it fall later",
                            "fit a single batch to see whether the network can",
                            "take a larger network",
                            "give it more of what the target depends on"),
                    LossSigns::plateau),
            new Rule(
                    "flat",
                    "The loss is %.3g, as at the start",
                    "No signal reaches the parameters",
                    List.of(
                            "fit a single batch to see whether the network can",
                            "look whether the optimiser has the parameters",
                            "change the learning rate by 10 either way"),
                    GradientSigns::flat));

    private Rules() {}

    /** All of them, in order of precedence. */
    public static List<Rule> all() {
        return ALL;
    }
}
