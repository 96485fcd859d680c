/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a training and names its usual faults, with what is behind them and what to try.
 *
 * <p>Each bridge has a listener that tells it of every step; with a loop of your own call {@link #step} and {@link #validated}.
 * The first time that a rule is broken, a warning is logged and {@link #onFinding} is called. A finding stays, also when the
 * training recovers.
 *
 * <p>The rules are looked at after each of the first {@value History#FIRST} steps, after every tenth, when a loss is
 * not finite, after each validation and by {@link #findings}. Memory is bounded: see {@link History}. Safe for many threads.
 *
 * @since 0.1
 */
public final class LossMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(LossMonitor.class);
    private static final int EVERY = 10;

    private final List<Rule> rules;
    private final History history = new History();
    private final Map<Rule, Finding> found = new LinkedHashMap<>();
    private Consumer<Finding> onFinding = finding -> {};

    /** Looks for all faults of {@link Rules#all}. */
    public LossMonitor() {
        this(Rules.all());
    }

    /** Looks for these faults; one that explains another comes before it. */
    public LossMonitor(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Calls {@code action} the first time that a rule is broken, in the thread of the training. */
    public synchronized LossMonitor onFinding(Consumer<Finding> action) {
        onFinding = action;
        return this;
    }

    /** Says what is known of the loss; the bridges' listeners know it for the common ones. */
    public synchronized LossMonitor compareWith(Guess guess) {
        history.compareWith(guess);
        return this;
    }

    /** Tells of a step. */
    public synchronized void step(Step step) {
        history.add(step);
        if (step.number() <= History.FIRST || step.number() % EVERY == 0 || !Double.isFinite(step.loss())) {
            look();
        }
    }

    /** Tells of the loss on data that is not trained on, after the last step. */
    public synchronized void validated(double loss) {
        history.validated(loss);
        look();
    }

    private void look() {
        for (Rule rule : rules) {
            if (!found.containsKey(rule)) {
                OptionalDouble figure = rule.test().apply(history);
                figure.ifPresent(f -> report(new Finding(rule, history.steps(), f)));
            }
        }
    }

    private void report(Finding finding) {
        found.put(finding.rule(), finding);
        LOG.warn("{}", finding);
        onFinding.accept(finding);
    }

    /** What was found so far, the most probable cause first: a fault that explains others outranks them. */
    public synchronized List<Finding> findings() {
        look();
        return found.values().stream()
                .sorted(Comparator.comparingInt(f -> rules.indexOf(f.rule())))
                .toList();
    }

    /** The most probable cause of all that was found. */
    public Optional<Finding> diagnosis() {
        return findings().stream().findFirst();
    }

    /** What the rules see; to be read when no step is under way. */
    public History history() {
        return history;
    }
}
