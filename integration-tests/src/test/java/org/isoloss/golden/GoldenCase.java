/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.isoloss.host.HostTensor;

/**
 * One evaluation of a loss by other software.
 *
 * @param id its name, for messages only
 * @param loss what it computes
 * @param impl which software did; a loss of the same name may have another formula elsewhere
 * @param hard whether its inputs are extreme, degenerate, tied or empty
 * @param params hyper-parameters as given to the source
 * @param inputs what has a gradient
 * @param labels the other tensors
 * @param expected what came out; empty if the source refused
 * @param sensitivity how far the result moves, relative to its largest entry, when the inputs move by one rounding
 */
record GoldenCase(
        String id,
        String loss,
        String impl,
        boolean hard,
        Given params,
        Given inputs,
        Given labels,
        Optional<Expected> expected,
        double sensitivity) {

    /**
     * What came out of the source.
     *
     * @param gradients of the sum of the value with respect to an input, by name; inputs without one are missing
     */
    record Expected(HostTensor value, Map<String, HostTensor> gradients) {}

    static GoldenCase of(JsonNode node) {
        JsonNode sensitivity = node.path("ulp_sensitivity");
        return new GoldenCase(
                node.get("id").asText(),
                node.get("loss").asText(),
                node.get("impl").asText(),
                node.path("hard").asBoolean(),
                given(node, "params"),
                given(node, "inputs"),
                given(node, "labels"),
                expected(node.get("expected")),
                sensitivity.isMissingNode() ? 0 : Given.number(sensitivity));
    }

    private static Given given(JsonNode node, String name) {
        return new Given(node.hasNonNull(name) ? node.get(name) : JsonNodeFactory.instance.objectNode());
    }

    private static Optional<Expected> expected(JsonNode node) {
        if (node.has("error")) {
            return Optional.empty();
        }
        Map<String, HostTensor> gradients = new LinkedHashMap<>();
        node.path("grad").properties().forEach(g -> gradients.put(g.getKey(), Given.tensor(g.getValue())));
        return Optional.of(new Expected(Given.tensor(node.get("value")), gradients));
    }

    /** Such as {@code cross_entropy/torch}. */
    String pair() {
        return loss + "/" + impl;
    }

    /** Whether the source gave one number. */
    boolean isScalar() {
        return expected.isPresent() && expected.get().value().shape().length == 0;
    }

    /** A tensor among the inputs or the labels: sources differ in what has a gradient. */
    HostTensor tensor(String name) {
        return inputs.find(name).orElseGet(() -> labels.tensor(name));
    }

    /** What the case has and no mapper asked for. */
    Set<String> unread() {
        Set<String> unread = new TreeSet<>(params.unread());
        unread.addAll(inputs.unread());
        unread.addAll(labels.unread());
        return unread;
    }
}
