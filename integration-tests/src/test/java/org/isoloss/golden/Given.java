/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.isoloss.Reduction;
import org.isoloss.host.HostTensor;

/** Named things of a case, tensors or parameters. It remembers what was asked for, so that nothing is passed over. */
final class Given {

    private final JsonNode fields;
    private final Set<String> asked = new HashSet<>();

    Given(JsonNode fields) {
        this.fields = fields;
    }

    boolean has(String name) {
        return field(name).isPresent();
    }

    private Optional<JsonNode> field(String name) {
        asked.add(name);
        return Optional.ofNullable(fields.get(name)).filter(f -> !f.isNull());
    }

    /** The names of all there is. */
    Collection<String> names() {
        return fields.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** What is there and nobody asked for. */
    Set<String> unread() {
        Set<String> unread = new TreeSet<>(names());
        unread.removeAll(asked);
        return unread;
    }

    HostTensor tensor(String name) {
        return find(name).orElseThrow(() -> new UnmappedParameter("there is no '%s'".formatted(name)));
    }

    Optional<HostTensor> find(String name) {
        return field(name).map(Given::tensor);
    }

    static HostTensor tensor(JsonNode node) {
        long[] shape =
                numbers(node.get("shape")).stream().mapToLong(Double::longValue).toArray();
        double[] data = numbers(node.get("data")).stream().mapToDouble(d -> d).toArray();
        boolean whole = node.has("dtype") && node.get("dtype").asText().startsWith("int");
        return whole
                ? HostTensor.indices(
                        IntStream.range(0, data.length)
                                .mapToLong(i -> (long) data[i])
                                .toArray(),
                        shape)
                : HostTensor.of(data, shape);
    }

    /** A group of parameters. */
    Optional<Given> nested(String name) {
        return field(name).map(Given::new);
    }

    double number(String name, double otherwise) {
        return field(name).map(Given::number).orElse(otherwise);
    }

    static double number(JsonNode node) {
        return node.isTextual() ? Double.parseDouble(node.asText()) : node.asDouble();
    }

    String text(String name, String otherwise) {
        return field(name).map(JsonNode::asText).orElse(otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        return field(name).map(JsonNode::asBoolean).orElse(otherwise);
    }

    /** The entries of a list or of a tensor, and none if there is no such thing. */
    List<Double> numbers(String name) {
        return field(name).map(f -> numbers(f.isArray() ? f : f.get("data"))).orElse(List.of());
    }

    /** The same of something that may also be a single number. */
    List<Double> numbersOrNumber(String name) {
        return field(name)
                .filter(JsonNode::isNumber)
                .map(f -> List.of(number(f)))
                .orElseGet(() -> numbers(name));
    }

    private static List<Double> numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(Given::number)
                .toList();
    }

    /** The parameter {@code reduction}: none, mean or sum. */
    Reduction reduction(String otherwise) {
        String name = text("reduction", otherwise);
        return switch (name) {
            case "none" -> Reduction.NONE;
            case "mean" -> Reduction.MEAN;
            case "sum" -> Reduction.SUM;
            default -> throw new UnmappedParameter("there is no reduction '%s'".formatted(name));
        };
    }
}
