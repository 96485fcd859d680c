/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.LongToDoubleFunction;
import org.isoloss.tensor.Kind;

/** What the numbers of a port mean. Each domain knows all that depends on it: its kind, its check, its neutral value. */
public enum Domain {
    REAL(0, "a number", v -> !Double.isNaN(v)),
    /** Greater than 0. */
    POSITIVE(1, "greater than 0", v -> v > 0),
    /** Natural-log scores, unnormalised, to which the loss applies a softmax over the last axis. */
    SOFTMAX_LOGITS(0, "a number", v -> !Double.isNaN(v), "SOFTMAX"),
    /** Natural-log odds, to which the loss applies a sigmoid. */
    SIGMOID_LOGITS(0, "a number", v -> !Double.isNaN(v), "SIGMOID"),
    PROBABILITY(0.5, "in [0, 1]", v -> v >= 0 && v <= 1),
    /** Probabilities whose last axis sums to 1. */
    DISTRIBUTION(width -> 1.0 / width, "in [0, 1]", v -> v >= 0 && v <= 1),
    /** Natural logarithms of a distribution over the last axis. */
    LOG_PROBABILITY(width -> -Math.log(width), "at most 0", v -> v <= 0),
    /** The truth: 0, 1 or a probability between. */
    BINARY(0, "in [0, 1]", v -> v >= 0 && v <= 1),
    /** The truth: -1 or 1. */
    SIGN(1, "-1 or 1", v -> Math.abs(v) == 1),
    /** The number of a class, from 0; losses look it up, and checked mode verifies it there. */
    CLASS_INDEX(Kind.INDEX),
    /** A whole number that is equal for members of one group. */
    GROUP(Kind.INDEX),
    /** How many of the entries along an axis there are, from the first on. */
    LENGTH(Kind.INDEX, width -> 0, "at least 0", v -> v >= 0, Optional.empty()),
    /** How relevant a document is, at least 0; a negative grade says that there is no document. */
    GRADE(0, "a number", v -> !Double.isNaN(v)),
    /** The natural logarithm of an expected count. */
    LOG_RATE(0, "a number", v -> !Double.isNaN(v)),
    /** How many, at least 0. */
    COUNT(0, "at least 0", v -> v >= 0),
    /** A row that stands for a thing, with meaning in its direction or position. */
    EMBEDDING(width -> 1 / Math.sqrt(width), "a number", v -> !Double.isNaN(v));

    private final Kind kind;
    private final LongToDoubleFunction neutral;
    private final String rule;
    private final DoublePredicate holds;
    private final Optional<String> activation;

    Domain(Kind kind) {
        this(kind, width -> 0, "a whole number", v -> true, Optional.empty());
    }

    Domain(double neutral, String rule, DoublePredicate holds) {
        this(width -> neutral, rule, holds);
    }

    Domain(double neutral, String rule, DoublePredicate holds, String activation) {
        this(Kind.FLOAT, width -> neutral, rule, holds, Optional.of(activation));
    }

    Domain(LongToDoubleFunction neutral, String rule, DoublePredicate holds) {
        this(Kind.FLOAT, neutral, rule, holds, Optional.empty());
    }

    Domain(Kind kind, LongToDoubleFunction neutral, String rule, DoublePredicate holds, Optional<String> activation) {
        this.kind = kind;
        this.neutral = neutral;
        this.rule = rule;
        this.holds = holds;
        this.activation = activation;
    }

    public Kind kind() {
        return kind;
    }

    /** What a masked entry is replaced by: harmless to every loss of this domain. {@code width} is the size of the last axis. */
    public double neutral(long width) {
        return neutral.applyAsDouble(width);
    }

    /** What {@link #holds} demands, in words. */
    public String rule() {
        return rule;
    }

    /** Whether checked mode lets a value pass. */
    public boolean holds(double value) {
        return holds.test(value);
    }

    /** The layer activation that a loss of this domain contains, by its usual name in capitals. */
    public Optional<String> activation() {
        return activation;
    }
}
