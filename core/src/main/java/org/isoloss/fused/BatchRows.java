/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.ArrayList;
import java.util.List;
import org.isoloss.ClassAxis;
import org.isoloss.Port;
import org.isoloss.tensor.Shapes;

/** What the rows of a batch are, as the ports say. */
final class BatchRows {

    private static final String ROWS = "N";
    private static final String CLASSES = "C";
    private static final String REST = "*";

    private BatchRows() {}

    /** How many rows: further dimensions make more of them. */
    static int count(List<Port> ports, List<long[]> shapes, ClassAxis classAxis) {
        long rows = 1;
        for (int i = 0; i < ports.size(); i++) {
            if (hasRows(ports.get(i))) {
                rows = Math.max(rows, count(ports.get(i), shapes.get(i), classAxis));
            }
        }
        return Math.toIntExact(rows);
    }

    static boolean hasRows(Port port) {
        return port.dims().contains(ROWS);
    }

    /** Whether each row is one stretch of the array. */
    static boolean isCut(Port port, ClassAxis classAxis, int rank) {
        boolean moved = port.dims().contains(REST)
                && port.dims().contains(CLASSES)
                && classAxis == ClassAxis.FIRST
                && rank >= port.dims().size();
        return port.dims().indexOf(ROWS) == 0 && !moved;
    }

    private static long count(Port port, long[] shape, ClassAxis classAxis) {
        List<String> names = new ArrayList<>(port.dims());
        if (names.contains(CLASSES) && names.contains(REST) && classAxis == ClassAxis.LAST) {
            names.remove(CLASSES);
            names.add(CLASSES);
        }
        int rest = names.indexOf(REST);
        long others = 1;
        for (int d = 0; d < names.size(); d++) {
            boolean counts = names.get(d).equals(ROWS) || d == rest;
            int axis = rest < 0 || d < rest ? d : d + shape.length - names.size();
            others *= counts ? 1 : shape[axis];
        }
        return others == 0 ? 0 : Shapes.size(shape) / others;
    }
}
