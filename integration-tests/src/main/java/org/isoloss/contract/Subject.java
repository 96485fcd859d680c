/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.List;
import java.util.stream.Stream;
import org.isoloss.Loss;

/** A loss under test, and the ways in which it is evaluated. */
public record Subject(Loss loss, List<Route> routes) {

    public Subject {
        routes = List.copyOf(routes);
        if (routes.stream().noneMatch(r -> r.role() == Route.Role.REFERENCE)) {
            throw new IllegalArgumentException("routes must contain the reference, got " + routes);
        }
    }

    Route reference() {
        return routes(Route.Role.REFERENCE).findFirst().orElseThrow();
    }

    Stream<Route> routes(Route.Role role) {
        return routes.stream().filter(r -> r.role() == role);
    }
}
