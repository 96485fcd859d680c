/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.Arrays;
import java.util.List;
import org.isoloss.fused.kernel.Kernels;

/**
 * The totals of one chunk of rows: sums in double, matrix products in the array's own type. Chunks are fixed and combined in
 * order, so that it does not matter which thread took which.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Partials<A> {

    /**
     * @param node what is added up
     * @param result its place when the stage has ended
     */
    record Total(Node node, Ref result) {
        boolean isProduct() {
            return node.op().isProduct();
        }
    }

    private final Kernels<A> kernels;
    private final List<Total> totals;
    private final double[][] sums;
    private final Object[] products;

    Partials(Kernels<A> kernels, List<Total> totals) {
        this.kernels = kernels;
        this.totals = totals;
        this.sums = new double[totals.size()][];
        this.products = new Object[totals.size()];
        for (int i = 0; i < totals.size(); i++) {
            Total total = totals.get(i);
            sums[i] = new double[total.isProduct() ? 0 : total.node().size()];
            products[i] = kernels.allocate(total.isProduct() ? total.node().size() : 0);
        }
    }

    double[] sum(int i) {
        return sums[i];
    }

    @SuppressWarnings("unchecked") // the constructor puts nothing else in
    A product(int i) {
        return (A) products[i];
    }

    void clear() {
        for (int i = 0; i < sums.length; i++) {
            Arrays.fill(sums[i], 0);
            kernels.fill(0, product(i), 0, kernels.length(product(i)));
        }
    }

    /** Adds those of the next chunk. */
    void add(Partials<A> next) {
        for (int i = 0; i < sums.length; i++) {
            for (int k = 0; k < sums[i].length; k++) {
                sums[i][k] += next.sums[i][k];
            }
            A product = product(i);
            kernels.add(product, 0, next.product(i), 0, product, 0, kernels.length(product));
        }
    }

    /** Writes the totals where they belong. */
    void finish(Frame<A> f) {
        for (int i = 0; i < sums.length; i++) {
            Ref to = totals.get(i).result();
            kernels.round(sums[i], 0, f.array(to), f.at(to), sums[i].length);
            kernels.copy(product(i), 0, f.array(to), f.at(to), kernels.length(product(i)));
        }
    }
}
