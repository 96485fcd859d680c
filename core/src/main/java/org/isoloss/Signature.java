/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The inputs of a loss, in order, the hyper-parameter vectors that run over one of their dimensions, and how terms belong to
 * rows.
 */
public record Signature(List<Port> ports, List<Sized> sized, Rows rows) {

    /** A vector-valued hyper-parameter and the dimension that it runs over. */
    public record Sized(String parameter, int length, String dim) {}

    public Signature {
        ports = List.copyOf(ports);
        sized = List.copyOf(sized);
        if (ports.stream().noneMatch(Port::differentiable)) {
            throw new IllegalArgumentException("a loss must have a prediction, got " + names(ports));
        }
    }

    /** Of a loss whose term i depends on row i alone. */
    public static Signature of(Port... ports) {
        return new Signature(List.of(ports), List.of(), Rows.SEPARATE);
    }

    public Signature rows(Rows rows) {
        return new Signature(ports, sized, rows);
    }

    /** Demands that {@code vector}, unless it is empty, has an entry for each index of {@code dim}. */
    public Signature sized(String parameter, List<?> vector, String dim) {
        if (vector.isEmpty()) {
            return this;
        }
        List<Sized> more = new ArrayList<>(sized);
        more.add(new Sized(parameter, vector.size(), dim));
        return new Signature(ports, more, rows);
    }

    public List<Port> predictions() {
        return ports(true);
    }

    public List<Port> targets() {
        return ports(false);
    }

    private List<Port> ports(boolean differentiable) {
        List<Port> some = new ArrayList<>(ports.size());
        for (Port port : ports) { // in every step of a training, where a stream would take longer than the loss
            if (port.differentiable() == differentiable) {
                some.add(port);
            }
        }
        return Collections.unmodifiableList(some);
    }

    /** The ports of both, those in common once. */
    public Signature and(Signature other) {
        List<Port> all =
                Stream.concat(ports.stream(), other.ports.stream()).distinct().toList();
        long distinct = all.stream().map(Port::name).distinct().count();
        if (distinct != all.size()) {
            throw new IllegalArgumentException(
                    "ports of equal name must have equal domain and dimensions, got %s and %s"
                            .formatted(ports, other.ports));
        }
        List<Sized> sizes = Stream.concat(sized.stream(), other.sized.stream()).toList();
        return new Signature(all, sizes, rows);
    }

    static String names(List<Port> ports) {
        return ports.stream().map(Port::name).collect(Collectors.joining(", "));
    }
}
