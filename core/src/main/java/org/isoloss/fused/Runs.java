/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.isoloss.tensor.Shapes;

/**
 * How an elementwise operation walks: by runs in which each operand either goes along with the result or stays at one element.
 *
 * @param length elements of a run
 * @param perPiece runs of a piece
 * @param walks one for each operand
 */
record Runs(int length, int perPiece, List<Walk> walks) {

    /** How an operand is walked through. */
    static final class Walk {
        private final boolean along;
        private final int stride;
        private final int[] pieceAt;
        private final int[] runAt;

        private Walk(boolean along, int stride, int[] pieceAt, int[] runAt) {
            this.along = along;
            this.stride = stride;
            this.pieceAt = pieceAt;
            this.runAt = runAt;
        }

        /** Whether it goes along with the result in a run. */
        boolean along() {
            return along;
        }

        /** Where row {@code i} of a block begins in the operand, counted from where the block does. */
        int at(int firstPiece, int i) {
            return pieceAt.length == 0 ? i * stride : pieceAt[firstPiece + i];
        }

        /** Where a run begins in its row. */
        int runAt(int run) {
            return runAt[run];
        }
    }

    private static final int[] NO_TABLE = {};

    /** Whether operand {@code i} goes on by {@code step} elements from one run to the next, within rows and from row to row. */
    boolean goesOnBy(int step, int i) {
        Walk walk = walks.get(i);
        return walk.pieceAt.length == 0
                && walk.stride == step * perPiece
                && IntStream.range(0, perPiece).allMatch(r -> walk.runAt[r] == r * step);
    }

    /** Whether all runs of a row are the same of operand {@code i}. */
    boolean areAlike(int i) {
        return Arrays.stream(walks.get(i).runAt).allMatch(at -> at == walks.get(i).runAt[0]);
    }

    /** Whether each operand is the result's like or a single number, so that all rows of a block are one run. */
    boolean areWhole(int width) {
        return perPiece == 1
                && length == width
                && walks.stream().allMatch(w -> w.pieceAt.length == 0 && w.stride == (w.along ? width : 0));
    }

    static Runs of(Pieces pieces, long[] result, List<long[]> operands) {
        int width = (int) (Shapes.size(result) / pieces.count());
        boolean alike = operands.stream().allMatch(o -> Arrays.equals(o, result) || Shapes.size(o) == 1);
        if (alike) {
            return new Runs(
                    width,
                    1,
                    operands.stream()
                            .map(o -> Arrays.equals(o, result)
                                    ? new Walk(true, width, NO_TABLE, new int[1])
                                    : new Walk(false, 0, NO_TABLE, new int[1]))
                            .toList());
        }
        return new Cut(pieces, result)
                .runs(operands.stream().map(o -> padded(o, result.length)).toList());
    }

    /** With leading axes of size 1 up to {@code rank}. */
    private static long[] padded(long[] shape, int rank) {
        long[] longer = new long[rank];
        Arrays.fill(longer, 1);
        System.arraycopy(shape, 0, longer, rank - shape.length, shape.length);
        return longer;
    }

    /** A result's axes, outside and inside of a piece. */
    private static final class Cut {
        private final Pieces pieces;
        private final long[] result;
        private final int first;
        private final long[] inside;

        Cut(Pieces pieces, long[] result) {
            this.pieces = pieces;
            this.result = result;
            this.first = pieces.firstInside(result);
            this.inside = pieces.inside(result);
        }

        Runs runs(List<long[]> operands) {
            List<long[]> within = operands.stream().map(this::within).toList();
            int split = inside.length;
            int length = 1;
            while (split > 0 && within.stream().allMatch(uniform(split - 1))) {
                split--;
                length *= (int) inside[split];
            }
            int outside = split;
            long[] runs = Arrays.copyOf(inside, outside);
            return new Runs(
                    length,
                    (int) Shapes.size(runs),
                    operands.stream().map(o -> walk(o, runs)).toList());
        }

        /** The part of an operand's shape that is inside of a piece. */
        private long[] within(long[] operand) {
            long[] tail = Arrays.copyOfRange(operand, first, operand.length);
            if (tail.length > 0 && tail[0] != 1) {
                tail[0] = inside[0];
            }
            return tail;
        }

        /** Whether an operand goes along from axis {@code a} on, or stays. */
        private Predicate<long[]> uniform(int a) {
            return o -> {
                boolean along = true;
                boolean stays = true;
                for (int k = a; k < inside.length; k++) {
                    along &= o[k] == inside[k];
                    stays &= o[k] == 1;
                }
                return along || stays;
            };
        }

        private Walk walk(long[] operand, long[] runs) {
            long[] tail = within(operand);
            long[] beyond = Arrays.copyOfRange(tail, runs.length, tail.length);
            boolean along = Shapes.size(beyond) != 1
                    || Shapes.size(Arrays.copyOfRange(inside, runs.length, inside.length)) == 1;
            int[] runAt = starts(runs, Arrays.copyOf(tail, runs.length), (int) Shapes.size(beyond));
            long[] head = head(operand);
            long[] counts = head(result);
            int block = (int) Shapes.size(tail);
            if (Arrays.equals(head, counts)) {
                return new Walk(along, block, NO_TABLE, runAt);
            }
            return Shapes.size(head) == 1
                    ? new Walk(along, 0, NO_TABLE, runAt)
                    : new Walk(along, 0, starts(counts, head, block), runAt);
        }

        /** The part of a shape that counts pieces. */
        private long[] head(long[] shape) {
            long[] head = Arrays.copyOf(shape, Math.min(first + 1, shape.length));
            long before = 1;
            for (int a = 0; a < first; a++) {
                before *= result[a];
            }
            if (first < shape.length && head[first] != 1) {
                head[first] = pieces.count() / before;
            }
            return head;
        }

        /** For each position in {@code counts}, in row-major order, where a broadcast array of blocks has it. */
        private static int[] starts(long[] counts, long[] own, int block) {
            int[] at = new int[(int) Shapes.size(counts)];
            for (int i = 0; i < at.length; i++) {
                long[] position = Shapes.position(i, counts);
                long index = 0;
                for (int a = 0; a < counts.length; a++) {
                    index = index * own[a] + (own[a] == 1 ? 0 : position[a]);
                }
                at[i] = Math.toIntExact(index * block);
            }
            return at;
        }
    }
}
