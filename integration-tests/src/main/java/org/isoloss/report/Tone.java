/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The colours, each for light and for dark surroundings. The series are those of Okabe and Ito (2008), which the colour-blind
 * tell apart, made darker or lighter until they stand out from the ground by 3 to 1.
 */
enum Tone {
    GROUND("#ffffff", "#12161c"),
    INK("#1f2328", "#e6edf3"),
    FAINT("#57606a", "#9aa5b1"),
    GRID("#e4e7eb", "#2b323b"),
    BOUND("#6e7781", "#8b96a3"),
    BLUE("#0072b2", "#56b4e9"),
    VERMILION("#d55e00", "#ff8c42"),
    GREEN("#007a5a", "#2fc99a"),
    PURPLE("#a0457e", "#e39ac7"),
    OCHRE("#8a6d00", "#f0c445");

    /** What series are drawn in, in order. */
    static final List<Tone> SERIES = List.of(BLUE, VERMILION, GREEN, PURPLE, OCHRE);

    private final String light;
    private final String dark;

    Tone(String light, String dark) {
        this.light = light;
        this.dark = dark;
    }

    /** What a drawing is made with, whatever its surroundings will be. */
    String light() {
        return light;
    }

    String dark() {
        return dark;
    }

    private String variable() {
        return "--" + name().toLowerCase(Locale.ROOT);
    }

    /** Style rules: every colour as a variable, which follows the surroundings, and drawings that use it. */
    static String css() {
        String use = lines(t -> ".plot [fill=\"%1$s\"]{fill:var(%2$s)}.plot [stroke=\"%1$s\"]{stroke:var(%2$s)}%n"
                .formatted(t.light, t.variable()));
        return ":root{%s}%n@media(prefers-color-scheme:dark){:root{%s}}%n%s"
                .formatted(
                        lines(t -> t.variable() + ":" + t.light + ";"),
                        lines(t -> t.variable() + ":" + t.dark + ";"),
                        use);
    }

    private static String lines(Function<Tone, String> line) {
        return Arrays.stream(values()).map(line).collect(Collectors.joining());
    }
}
