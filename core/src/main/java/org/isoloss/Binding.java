/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.isoloss.tensor.Shapes;

/** The sizes that the dimensions of a signature have in one evaluation. The only place that checks shapes. */
final class Binding {

    private final String loss;
    private final ClassAxis classAxis;
    private final Map<String, Long> size = new HashMap<>();
    private final Map<String, String> boundBy = new HashMap<>();
    private int rest = -1;

    private Binding(String loss, ClassAxis classAxis) {
        this.loss = loss;
        this.classAxis = classAxis;
    }

    /** Binds each dimension to its size, or says which input disagrees with which. */
    static Binding of(Loss loss, List<long[]> shapes, ClassAxis classAxis) {
        Signature signature = loss.signature();
        List<Port> ports = signature.ports();
        if (shapes.size() != ports.size()) {
            throw new IllegalArgumentException("%s takes %d inputs (%s) but was given %d"
                    .formatted(loss.name(), ports.size(), Signature.names(ports), shapes.size()));
        }
        Binding binding = new Binding(loss.name(), classAxis);
        for (int i = 0; i < ports.size(); i++) {
            binding.bind(ports.get(i), shapes.get(i));
        }
        signature.sized().forEach(binding::check);
        return binding;
    }

    private void bind(Port port, long[] shape) {
        if (port.dims().isEmpty() && Arrays.equals(shape, new long[] {1})) {
            return; // a scalar may come as a vector of one
        }
        boolean open = port.dims().contains(Port.REST);
        if (open && rest < 0) {
            rest = Math.max(0, shape.length - port.dims().size() + 1);
            boundBy.put(Port.REST, port.name());
        }
        List<String> dims = dims(port);
        if (shape.length != dims.size()) {
            throw mismatch(port, shape, "rank " + dims.size());
        }
        for (int d = 0; d < shape.length; d++) {
            String dim = dims.get(d);
            Long seen = size.putIfAbsent(dim, shape[d]);
            boundBy.putIfAbsent(dim, port.name());
            if (seen != null && seen != shape[d]) {
                throw mismatch(port, shape, "%s=%d as in %s".formatted(dim, seen, boundBy.get(dim)));
            }
        }
    }

    private void check(Signature.Sized vector) {
        long wanted = size(vector.dim());
        if (vector.length() != wanted) {
            throw new IllegalArgumentException("%s: '%s' must have %s=%d entries as in %s, got %d"
                    .formatted(
                            loss,
                            vector.parameter(),
                            vector.dim(),
                            wanted,
                            boundBy.get(vector.dim()),
                            vector.length()));
        }
    }

    private IllegalArgumentException mismatch(Port port, long[] shape, String rule) {
        return new IllegalArgumentException("%s: '%s' must be %s with %s, got %s"
                .formatted(loss, port.name(), dims(port), rule, Arrays.toString(shape)));
    }

    /** The dimensions as the caller lays them out, further ones by the names d1, d2, ... */
    private List<String> dims(Port port) {
        List<String> dims = new ArrayList<>();
        for (String dim : port.dims()) {
            if (dim.equals(Port.REST)) {
                for (int i = 1; i <= rest; i++) {
                    dims.add("d" + i);
                }
            } else {
                dims.add(dim);
            }
        }
        if (classesLast(port)) {
            dims.remove(Port.CLASSES);
            dims.add(Port.CLASSES);
        }
        return dims;
    }

    private boolean classesLast(Port port) {
        return classAxis == ClassAxis.LAST
                && port.dims().contains(Port.REST)
                && port.dims().contains(Port.CLASSES);
    }

    long size(String dim) {
        return size.getOrDefault(dim, 1L);
    }

    /** {@code [N]} with the further dimensions, which together are the rows of ports that have them. */
    long[] rowShape() {
        return LongStream.concat(
                        LongStream.of(size(Port.ROWS)),
                        LongStream.rangeClosed(1, rest).map(i -> size("d" + i)))
                .toArray();
    }

    /** The shape {@code [rows, ...]} in which a loss sees a port whose classes are last. */
    long[] flat(Port port) {
        List<String> dims =
                port.dims().stream().filter(d -> !d.equals(Port.REST)).toList();
        return dims.stream().mapToLong(d -> rowsOf(port, d)).toArray();
    }

    private long rowsOf(Port port, String dim) {
        boolean merged = dim.equals(Port.ROWS) && port.dims().contains(Port.REST);
        return merged ? Shapes.size(rowShape()) : size(dim);
    }

    /** The number, in row-major order of {@code shape} as it was given, of what has become number {@code i} of {@code port}. */
    long given(Port port, long i, long... shape) {
        if (!movesClasses(port)) {
            return i;
        }
        long classes = shape[1];
        long places = Shapes.size(shape) / (shape[0] * classes);
        long row = i / classes;
        return (row / places * classes + i % classes) * places + row % places;
    }

    /** Whether the classes of a port have to be moved behind its further dimensions. */
    boolean movesClasses(Port port) {
        return rest > 0
                && classAxis == ClassAxis.FIRST
                && port.dims().contains(Port.CLASSES)
                && port.dims().contains(Port.REST);
    }
}
