/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;
import org.isoloss.LossConfig;
import org.isoloss.Port;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What there is to choose from. */
@Command(name = "list", description = "Lists every loss on the class path: parameters with defaults, ports, reduction.")
final class ListCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        LossCatalogue.all().entries().forEach(entry -> print(entry, out));
    }

    private static void print(LossCatalogue.Entry entry, PrintWriter out) {
        out.printf("%s%n", entry.name());
        Map<String, Object> defaults = LossConfig.toMap(entry.defaults());
        out.printf(
                "  parameters  %s%n",
                entry.parameters().stream()
                        .map(p -> p + "=" + plain(defaults.getOrDefault(p, "")))
                        .collect(Collectors.joining("  ")));
        for (Port port : entry.defaults().signature().ports()) {
            String role = port.differentiable() ? "prediction" : "target";
            out.printf("  %-10s  %-14s %-12s %s%n", role, port.name(), port.dims(), port.domain());
        }
        out.printf("  reduction   %s%n%n", entry.defaults().reduction());
    }

    /** A loss inside a loss by its type alone. */
    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> part) {
            return String.valueOf(part.get("type"));
        }
        return value instanceof Iterable<?> list ? joined(list) : value;
    }

    private static String joined(Iterable<?> list) {
        StringBuilder text = new StringBuilder();
        list.forEach(v -> text.append(text.isEmpty() ? "" : ",").append(plain(v)));
        return text.toString();
    }
}
