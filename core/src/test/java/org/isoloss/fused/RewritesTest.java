/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.isoloss.tensor.Kind;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each rule leaves the operations it says. That values stay is what programs are compared with the host for. */
class RewritesTest {

    private static final long N = 6;
    private static final long C = 5;

    /** What every expression is given. */
    private record Given(Node x, Node y, Node narrow, Node vector, Node index, Node square) {
        static Given to(Recorder r) {
            return new Given(
                    r.input(0, Kind.FLOAT, N, C),
                    r.input(1, Kind.FLOAT, N, C),
                    r.input(2, Kind.FLOAT, N, 1),
                    r.input(3, Kind.FLOAT, N),
                    r.input(4, Kind.INDEX, N),
                    r.input(5, Kind.FLOAT, C, C));
        }
    }

    private record Rule(String name, BiFunction<Recorder, Given, Node> expression, List<Op> left) {}

    private static Rule rule(String name, BiFunction<Recorder, Given, Node> expression, Op... left) {
        return new Rule(name, expression, List.of(left));
    }

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>(List.of(
                rule("equal nodes are one", (r, g) -> r.add(r.exp(g.x), r.exp(g.x)), Op.EXP, Op.ADD),
                rule("numbers are computed", (r, g) -> r.exp(r.add(r.fill(g.x, 1), r.fill(g.x, 2))), Op.BROADCAST),
                rule("a broadcast sinks", (r, g) -> r.exp(r.broadcastTo(g.narrow, N, C)), Op.EXP, Op.BROADCAST),
                rule("scales are one", (r, g) -> r.scale(r.scale(g.x, 2), 3), Op.SCALE),
                rule("scales are one through a view", (r, g) -> r.scale(r.reshape(r.scale(g.x, 2), C, N), 3), Op.SCALE),
                rule(
                        "a double negation of truth",
                        (r, g) -> {
                            Node above = r.greater(g.x, g.y);
                            return r.not(r.not(above));
                        },
                        Op.GREATER),
                rule(
                        "what is narrow is multiplied first",
                        (r, g) -> r.mul(r.mul(g.x, g.narrow), r.exp(g.narrow)),
                        Op.EXP,
                        Op.MUL,
                        Op.MUL),
                rule("a square", (r, g) -> r.mul(g.x, g.x), Op.SQUARE),
                rule("a shift", (r, g) -> r.sub(g.x, r.fill(g.x, 2)), Op.SHIFT),
                rule("a quotient by a number", (r, g) -> r.div(g.x, r.fill(g.x, 4)), Op.SCALE),
                rule(
                        "multiples of one array",
                        (r, g) -> r.add(r.mul(g.x, g.narrow), r.mul(g.x, r.exp(g.narrow))),
                        Op.EXP,
                        Op.ADD,
                        Op.MUL),
                rule("a scale goes into a product", (r, g) -> r.scale(r.matmul(g.x, g.square), 2), Op.SCALE, Op.MATMUL),
                rule("a transposed left operand", (r, g) -> r.matmul(r.swapLast(g.x), g.y), Op.MATMUL_TN),
                rule("a transposed right operand", (r, g) -> r.matmul(g.x, r.swapLast(g.y)), Op.MATMUL_NT),
                rule("a transposed product", (r, g) -> r.swapLast(r.matmul(g.x, r.swapLast(g.y))), Op.MATMUL_NT),
                rule("a double transposition", (r, g) -> r.swapLast(r.swapLast(r.exp(g.x))), Op.EXP),
                rule(
                        "a choice between equals",
                        (r, g) -> r.where(r.greater(g.x, g.y), r.exp(g.y), r.exp(g.y)),
                        Op.EXP)));
        rules.addAll(lookUps());
        rules.addAll(reductions());
        return rules;
    }

    private static List<Rule> lookUps() {
        return List.of(
                rule("a pick goes first", (r, g) -> r.pick(r.exp(g.x), g.index), Op.PICK, Op.EXP),
                rule("a pick of a difference", (r, g) -> r.pick(r.sub(g.x, g.narrow), g.index), Op.PICK, Op.SUB),
                rule(
                        "a factor goes to the place",
                        (r, g) -> r.mul(r.unpick(g.vector, g.index, C), g.x),
                        Op.PEEK,
                        Op.MUL,
                        Op.UNPICK),
                rule(
                        "a place is added to",
                        (r, g) -> r.sub(r.exp(g.x), r.unpick(g.vector, g.index, C)),
                        Op.EXP,
                        Op.SCALE,
                        Op.ADD_AT),
                rule(
                        "two at one place",
                        (r, g) -> r.add(r.unpick(g.vector, g.index, C), r.unpick(r.exp(g.vector), g.index, C)),
                        Op.EXP,
                        Op.ADD,
                        Op.UNPICK),
                rule("a place is set", (r, g) -> r.where(r.oneHot(g.index, C), r.fill(g.x, 0), g.x), Op.SET_AT),
                rule(
                        "a function of all but a place",
                        (r, g) -> r.exp(r.where(r.oneHot(g.index, C), r.fill(g.x, 0), g.x)),
                        Op.EXP,
                        Op.SET_AT),
                rule(
                        "a place is set after all else",
                        (r, g) -> r.mul(r.where(r.oneHot(g.index, C), r.fill(g.x, 0), g.x), g.y),
                        Op.MUL,
                        Op.SET_AT),
                rule(
                        "a place that is set and added to",
                        (r, g) -> r.add(
                                r.where(r.oneHot(g.index, C), r.fill(g.x, 2), g.x), r.unpick(g.vector, g.index, C)),
                        Op.SHIFT,
                        Op.SET_AT),
                rule(
                        "all but a place",
                        (r, g) -> r.where(r.not(r.oneHot(g.index, C)), g.x, r.fill(g.x, 0)),
                        Op.SET_AT));
    }

    private static List<Rule> reductions() {
        return List.of(
                rule("a sum of squares", (r, g) -> r.sum(r.square(g.x), false, -1), Op.DOT),
                rule("a sum of products", (r, g) -> r.sum(r.mul(g.x, g.y), false, 0, 1), Op.DOT),
                rule("a narrow factor", (r, g) -> r.sum(r.mul(g.x, g.narrow), true, -1), Op.SUM, Op.MUL),
                rule("a narrow summand", (r, g) -> r.sum(r.sub(g.x, g.narrow), true, -1), Op.SUM, Op.SCALE, Op.SUB),
                rule("of what is constant in it", (r, g) -> r.sum(r.broadcastTo(g.narrow, N, C), true, -1), Op.SCALE),
                rule(
                        "of all but a place",
                        (r, g) -> r.sum(r.where(r.oneHot(g.index, C), r.fill(g.x, 0), r.exp(g.x)), false, -1),
                        Op.EXP,
                        Op.SUM_BUT),
                rule(
                        "of all, beside all but a place",
                        (r, g) -> {
                            Node e = r.exp(g.x);
                            Node but = r.sum(r.where(r.oneHot(g.index, C), r.fill(g.x, 0), e), false, -1);
                            return r.div(but, r.sum(e, false, -1));
                        },
                        Op.EXP,
                        Op.SUM_BUT,
                        Op.PEEK,
                        Op.ADD,
                        Op.DIV),
                rule(
                        "a factor of all but a place",
                        (r, g) -> r.sum(r.where(r.oneHot(g.index, C), r.fill(g.x, 0), r.mul(g.x, g.narrow)), false, -1),
                        Op.SUM_BUT,
                        Op.MUL),
                rule(
                        "of a place that is one",
                        (r, g) -> r.add(r.pick(g.x, g.index), r.sum(r.unpick(g.vector, g.index, C), false, -1)),
                        Op.PICK,
                        Op.ADD),
                rule(
                        "softmax after its logarithm",
                        (r, g) -> r.mul(r.logSoftmax(g.x), r.softmax(g.x)),
                        Op.MAX,
                        Op.IS_FINITE,
                        Op.WHERE,
                        Op.SUB,
                        Op.EXP,
                        Op.SUM,
                        Op.LOG,
                        Op.SUB,
                        Op.RECIP,
                        Op.MUL,
                        Op.MUL),
                rule("a mixture", (r, g) -> r.sub(r.mul(g.x, g.narrow), r.mul(g.y, r.exp(g.narrow))), Op.EXP, Op.MIX),
                rule(
                        "a shifted exponential",
                        (r, g) -> r.exp(r.sub(r.input(6, Kind.FLOAT, N, Spreading.SHORT), g.narrow)),
                        Op.EXP_SHIFTED),
                rule(
                        "one of shifted exponentials",
                        (r, g) -> {
                            Node e = r.exp(r.sub(r.input(6, Kind.FLOAT, N, Spreading.SHORT), g.narrow));
                            return r.add(e, r.mul(r.unpick(g.vector, g.index, Spreading.SHORT), e));
                        },
                        Op.EXP_SHIFTED,
                        Op.PEEK,
                        Op.MUL,
                        Op.ADD_AT),
                rule("none of very short rows", (r, g) -> r.exp(r.sub(g.x, g.narrow)), Op.SUB, Op.EXP));
    }

    @TestFactory
    Stream<DynamicTest> leavesTheOperationsItSays() {
        return rules().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> {
                    Recorder recorder = new Recorder();
                    Node result = rule.expression().apply(recorder, Given.to(recorder));
                    assertThat(operations(recorder.outputs(List.of(result))))
                            .containsExactlyInAnyOrderElementsOf(rule.left());
                }));
    }

    @Test
    void spreadsOutTheOperandsOfShortRunsOnceForAll() {
        assertThat(ofPairs(5)).containsExactlyInAnyOrder(Op.BROADCAST, Op.BROADCAST, Op.SUB, Op.GREATER, Op.DOT);
        assertThat(ofPairs(64)).as("runs that are worth a loop").containsExactlyInAnyOrder(Op.SUB, Op.GREATER, Op.DOT);
    }

    @Test
    void spreadsOutWhatBelongsToVeryShortRows() {
        assertThat(ofRows(Spreading.SHORT - 1)).containsExactlyInAnyOrder(Op.BROADCAST, Op.MUL);
        assertThat(ofRows(Spreading.SHORT)).as("rows that are worth a loop").containsExactly(Op.MUL);
    }

    /** What is left of a product of rows with a number each. */
    private static List<Op> ofRows(int length) {
        Recorder r = new Recorder();
        Node product = r.mul(r.input(0, Kind.FLOAT, N, length), r.input(1, Kind.FLOAT, N, 1));
        return operations(r.outputs(List.of(product), new Pieces((int) N)));
    }

    /** What is left of the sum over pairs of a row, each difference where it is above 0. */
    private static List<Op> ofPairs(int length) {
        Recorder r = new Recorder();
        Node x = r.input(0, Kind.FLOAT, N, length);
        Node column = r.reshape(x, N, length, 1);
        Node row = r.reshape(x, N, 1, length);
        Node sum = r.sum(r.mul(r.sub(column, row), r.greater(column, row)), false, -1);
        return operations(r.outputs(List.of(sum), new Pieces((int) N)));
    }

    /** What is to be done for these, apart from inputs and constants. */
    private static List<Op> operations(List<Node> outputs) {
        return Scheduler.live(outputs).stream()
                .map(Node::op)
                .filter(op -> !op.isLeaf())
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatDoesNotFit() {
        return Stream.of(
                        rule("cannot reshape [6, 5] to [7]", (r, g) -> r.reshape(g.x, 7)),
                        rule("cannot broadcast [6] with [6, 5]", (r, g) -> r.broadcastTo(g.vector, N, C)),
                        rule("cannot multiply matrices [6, 5] and [6, 5]", (r, g) -> r.matmul(g.x, g.y)),
                        rule("a slice of [6, 5] must lie in [0, 5], got 2 to 6", (r, g) -> r.slice(g.x, 1, 2, 6)),
                        rule(
                                "an index into [5, 5] must have the same leading axes, got [6]",
                                (r, g) -> r.pick(g.square, g.index)))
                .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> {
                            Recorder recorder = new Recorder();
                            Node made = rule.expression().apply(recorder, Given.to(recorder));
                            assertThat(Arrays.toString(made.shape())).isNull();
                        })
                        .withMessageContaining(rule.name())));
    }
}
