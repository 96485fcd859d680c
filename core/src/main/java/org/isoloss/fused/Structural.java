/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.Arrays;
import java.util.List;
import org.isoloss.fused.kernel.Kernels;

/**
 * Steps of operations along an axis. Each acts on {@code perPiece} middles of a row, for all rows of the block.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Structural<A> {

    private final Kernels<A> k;
    private final Places<A> places;

    Structural(Kernels<A> kernels) {
        this.k = kernels;
        this.places = new Places<>(kernels);
    }

    /**
     * @param in where the operands are
     * @param perPiece how many middles a row has
     */
    Step<A> step(Node x, List<Ref> in, Ref result, int perPiece) {
        Ref a = in.get(0);
        return switch (x.op()) {
            case SUM -> x.inner() == 1 ? sum(x, a, result, perPiece) : sumColumns(x, a, result, perPiece);
            case DOT -> dot(x, a, in.get(1), result, perPiece);
            case MAX -> x.inner() == 1 ? max(x, a, result, perPiece) : maxColumns(x, a, result, perPiece);
            case SLICE -> slice(x, a, result, perPiece);
            case CONCAT -> concat(x, in, result, perPiece);
            case SWAP -> swap(x, a, result, perPiece);
            case SORT -> sort(x, a, result, perPiece);
            case CUM_SUM -> cumSum(x, a, result, perPiece);
            default -> places.step(x, in, result, perPiece);
        };
    }

    /** A total over rows. */
    Step<A> total(Node x, List<Ref> in, int index, int rowsPerPiece) {
        Ref a = in.get(0);
        if (x.is(Op.DOT)) {
            Ref b = in.get(1);
            return f -> f.partials().sum(index)[0] +=
                    k.dot(f.array(a), f.at(a), f.array(b), f.at(b), f.pieces() * rowsPerPiece);
        }
        int inner = x.inner();
        if (inner == 1) {
            return f -> f.partials().sum(index)[0] += k.sum(f.array(a), f.at(a), f.pieces() * rowsPerPiece);
        }
        return f -> {
            A from = f.array(a);
            int at = f.at(a);
            double[] sum = f.partials().sum(index);
            for (int r = f.pieces() * rowsPerPiece; r > 0; r--, at += inner) {
                k.accumulate(from, at, sum, 0, inner);
            }
        };
    }

    private Step<A> sum(Node x, Ref a, Ref result, int perPiece) {
        int middle = x.middle();
        return f -> {
            A from = f.array(a);
            A d = f.array(result);
            int at = f.at(a);
            int o = f.at(result);
            for (int end = o + f.pieces() * perPiece; o < end; o++, at += middle) {
                k.set(d, o, k.sum(from, at, middle));
            }
        };
    }

    private Step<A> dot(Node x, Ref a, Ref b, Ref result, int perPiece) {
        int middle = x.middle();
        int along = x.in(1).size() < x.in(0).size() ? 0 : middle;
        return f -> {
            A left = f.array(a);
            A right = f.array(b);
            A d = f.array(result);
            int at = f.at(a);
            int and = f.at(b);
            int o = f.at(result);
            for (int end = o + f.pieces() * perPiece; o < end; o++, at += middle, and += along) {
                k.set(d, o, k.dot(left, at, right, and, middle));
            }
        };
    }

    private Step<A> sumColumns(Node x, Ref a, Ref result, int perPiece) {
        int middle = x.middle();
        int inner = x.inner();
        return f -> {
            double[] sums = f.sums(inner);
            A from = f.array(a);
            int at = f.at(a);
            for (int r = 0; r < f.pieces() * perPiece; r++) {
                Arrays.fill(sums, 0, inner, 0);
                for (int m = 0; m < middle; m++, at += inner) {
                    k.accumulate(from, at, sums, 0, inner);
                }
                k.round(sums, 0, f.array(result), f.at(result) + r * inner, inner);
            }
        };
    }

    private Step<A> max(Node x, Ref a, Ref result, int perPiece) {
        int middle = x.middle();
        return f -> {
            A from = f.array(a);
            A d = f.array(result);
            int at = f.at(a);
            int o = f.at(result);
            for (int end = o + f.pieces() * perPiece; o < end; o++, at += middle) {
                k.set(d, o, k.max(from, at, middle));
            }
        };
    }

    private Step<A> maxColumns(Node x, Ref a, Ref result, int perPiece) {
        int middle = x.middle();
        int inner = x.inner();
        return f -> {
            A from = f.array(a);
            A d = f.array(result);
            int at = f.at(a);
            int o = f.at(result);
            for (int r = 0; r < f.pieces() * perPiece; r++, o += inner) {
                k.fill(Double.NEGATIVE_INFINITY, d, o, inner);
                for (int m = 0; m < middle; m++, at += inner) {
                    k.maximum(d, o, from, at, d, o, inner);
                }
            }
        };
    }

    private Step<A> slice(Node x, Ref a, Ref result, int perPiece) {
        int row = x.middle() * x.inner();
        int skip = x.from() * x.inner();
        int width = x.size() / x.outer();
        return f -> {
            int at = f.at(a) + skip;
            int o = f.at(result);
            for (int r = f.pieces() * perPiece; r > 0; r--, at += row, o += width) {
                k.copy(f.array(a), at, f.array(result), o, width);
            }
        };
    }

    private Step<A> concat(Node x, List<Ref> in, Ref result, int perPiece) {
        int row = x.middle() * x.inner();
        int[] widths =
                x.in().stream().mapToInt(p -> p.size() / (x.size() / row)).toArray();
        return f -> {
            int start = f.at(result);
            for (int p = 0; p < widths.length; p++) {
                int width = widths[p];
                int at = f.at(in.get(p));
                int o = start;
                for (int r = f.pieces() * perPiece; r > 0; r--, at += width, o += row) {
                    k.copy(f.array(in.get(p)), at, f.array(result), o, width);
                }
                start += width;
            }
        };
    }

    private Step<A> swap(Node x, Ref a, Ref result, int perPiece) {
        int block = x.middle() * x.inner();
        return f -> {
            int at = f.at(a);
            int o = f.at(result);
            for (int r = f.pieces() * perPiece; r > 0; r--, at += block, o += block) {
                Transposition.run(f.array(a), at, x.middle(), x.inner(), f.array(result), o);
            }
        };
    }

    private Step<A> sort(Node x, Ref a, Ref result, int perPiece) {
        int n = x.middle();
        boolean descending = x.from() == 1;
        return f -> {
            for (int r = 0; r < f.pieces() * perPiece; r++) {
                int at = r * n;
                k.argSort(f.array(a), f.at(a) + at, descending, f.array(result), f.at(result) + at, n, f.order(3 * n));
            }
        };
    }

    private Step<A> cumSum(Node x, Ref a, Ref result, int perPiece) {
        int n = x.middle();
        return f -> {
            for (int r = 0; r < f.pieces() * perPiece; r++) {
                k.cumSum(f.array(a), f.at(a) + r * n, f.array(result), f.at(result) + r * n, n);
            }
        };
    }
}
