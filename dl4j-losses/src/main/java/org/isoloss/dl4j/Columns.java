/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.isoloss.Domain;
import org.isoloss.Port;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * How several ports share the columns of the one array that DL4J passes: in order, each with its width.
 *
 * @param widths the columns of each port
 */
record Columns(List<Port> ports, List<Long> widths) {

    private static final String ROWS = "N";
    private static final List<String> ANY_ROWS = List.of(ROWS, "*");

    /** {@code given} widths, or else one column for a port of single numbers and equal shares of the rest for the others. */
    static Columns of(String loss, List<Port> ports, List<Integer> given, long columns) {
        if (ports.size() == 1 && given.isEmpty()) {
            return new Columns(ports, List.of(columns));
        }
        long[] widths = new long[ports.size()];
        if (!given.isEmpty()) {
            Arrays.setAll(widths, i -> i < given.size() ? given.get(i) : 0);
        } else {
            long singles = ports.stream().filter(Columns::isSingle).count();
            long share = (columns - singles) / Math.max(1, ports.size() - singles);
            Arrays.setAll(widths, i -> isSingle(ports.get(i)) ? 1 : share);
        }
        if (Arrays.stream(widths).sum() != columns || (!given.isEmpty() && given.size() != ports.size())) {
            throw new IllegalArgumentException("%s: ports %s must share %d columns, got widths %s"
                    .formatted(loss, ports.stream().map(Port::name).toList(), columns, Arrays.toString(widths)));
        }
        return new Columns(ports, Arrays.stream(widths).boxed().toList());
    }

    /** Whether a row has one number of this port: a number of its own, or that of a class which may be one-hot. */
    static boolean isSingle(Port port) {
        List<String> dims = port.dims();
        return dims.isEmpty()
                || dims.equals(List.of(ROWS))
                || (port.domain().kind() != Domain.REAL.kind() && ANY_ROWS.containsAll(dims));
    }

    /** The array of each port. */
    List<View> split(INDArray all) {
        List<View> parts = new ArrayList<>();
        long from = 0;
        for (int i = 0; i < widths.size(); i++) {
            long to = from + widths.get(i);
            INDArray own = widths.size() == 1 ? all : all.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
            parts.add(shaped(ports.get(i), own));
            from = to;
        }
        return parts;
    }

    private static View shaped(Port port, INDArray own) {
        List<String> dims = port.dims();
        if (!dims.contains(ROWS)) {
            View first = View.of(own.getRow(0));
            return dims.isEmpty() ? first.in() : first;
        }
        boolean column = own.rank() == 2 && own.size(1) == 1;
        return dims.size() == 1 && column ? View.of(own).without(1) : View.of(own);
    }

    /** The gradients of the ports, in the columns that these came from. */
    INDArray join(List<INDArray> gradients, INDArray like) {
        if (gradients.size() == 1 && ports.get(0).dims().contains(ROWS)) {
            return View.of(gradients.get(0)).in(like.shape()).reshaped();
        }
        long rows = like.size(0);
        INDArray[] parts = new INDArray[gradients.size()];
        for (int i = 0; i < parts.length; i++) {
            INDArray g = gradients.get(i);
            if (ports.get(i).dims().contains(ROWS)) {
                parts[i] = g.reshape('c', new long[] {rows, widths.get(i)});
            } else {
                parts[i] = Nd4j.zeros(like.dataType(), rows, widths.get(i));
                parts[i].putRow(0, g.reshape('c', new long[] {1, widths.get(i)}));
            }
        }
        return Nd4j.concat(1, parts);
    }
}
