/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the page on diagnosis shows in tables. */
public final class DiagnosisTables {

    private static final Map<String, Supplier<String>> ALL = Map.of(
            "Rules", DiagnosisTables::rules,
            "Endings", DiagnosisTables::endings,
            "Confusion", () -> Confusion.measured().markdown());

    private DiagnosisTables() {}

    /** The table of this name, in Markdown. */
    public static String of(String name) {
        return Objects.requireNonNull(ALL.get(name), name).get();
    }

    private static String rules() {
        return "| rule | what is seen | what is behind it | what to try, in order |\n|---|---|---|---|\n"
                + Rules.all().stream().map(DiagnosisTables::row).collect(Collectors.joining());
    }

    private static String row(Rule rule) {
        String symptom = rule.symptom().replaceAll("%\\.\\d[fg]", "*x*");
        return "| `%s` | %s | %s | %s |\n"
                .formatted(rule.name(), symptom, rule.cause(), String.join("; ", rule.remedies()));
    }

    private static String endings() {
        return "| ending | what it usually means |\n|---|---|\n"
                + Arrays.stream(Ending.values())
                        .map(e -> "| %s | %s |\n"
                                .formatted(e.name().toLowerCase(Locale.ROOT).replace('_', ' '), e.meaning()))
                        .collect(Collectors.joining());
    }
}
