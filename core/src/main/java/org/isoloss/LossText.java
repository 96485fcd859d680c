/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads and writes {@code Sum(losses=[CrossEntropy(labelSmoothing=0.1, ignoreIndices=[-1]), Dice])}: what is not named keeps
 * its default, {@code none} empties an optional.
 *
 * <pre>
 * loss  = name [ "(" [ name "=" value { "," name "=" value } ] ")" ]
 * value = number | "none" | "[" [ value { "," value } ] "]" | loss | word
 * </pre>
 */
final class LossText {

    private static final String NONE = "none";

    private final String text;
    private int at;

    private LossText(String text) {
        this.text = text;
    }

    /** The text from which {@link #read} makes {@code loss}, without what is default; empty if a part is no loss. */
    static Optional<String> write(Map<?, ?> loss) {
        return Losses.named(String.valueOf(loss.get("type"))).flatMap(plain -> {
            Map<Object, Object> changed = new LinkedHashMap<>(LossConfig.toMap(plain));
            changed.replaceAll((name, value) -> NONE);
            changed.putAll(loss);
            changed.entrySet().removeAll(LossConfig.toMap(plain).entrySet());
            return joined(changed.entrySet().stream()
                            .map(p -> written(p.getValue()).map(value -> p.getKey() + "=" + value)))
                    .map(parameters -> plain.name() + (parameters.isEmpty() ? "" : "(" + parameters + ")"));
        });
    }

    private static Optional<String> written(Object value) {
        if (value instanceof List<?> list) {
            return joined(list.stream().map(LossText::written)).map(entries -> "[" + entries + "]");
        }
        return value instanceof Map<?, ?> part ? write(part) : Optional.of(value.toString());
    }

    /** Empty if one of them is. */
    private static Optional<String> joined(Stream<Optional<String>> parts) {
        return parts.reduce((a, b) -> a.flatMap(x -> b.map(y -> x + ", " + y))).orElse(Optional.of(""));
    }

    /** The map of the loss that {@code text} writes. */
    static Map<String, Object> read(String text) {
        LossText reader = new LossText(text);
        Map<String, Object> map = reader.loss(reader.word());
        if (reader.peek() != 0) {
            throw reader.expected("the end");
        }
        return map;
    }

    private Map<String, Object> loss(String name) {
        Loss defaults = Losses.named(name)
                .orElseThrow(
                        () -> new IllegalArgumentException("no loss named '%s' on the class path".formatted(name)));
        Map<String, Object> map = new LinkedHashMap<>(LossConfig.toMap(defaults));
        if (!skip('(') || skip(')')) {
            return map;
        }
        do {
            String parameter = word();
            demand('=');
            Object value = value();
            if (NONE.equals(value)) {
                map.remove(parameter);
            } else {
                map.put(parameter, value);
            }
        } while (skip(','));
        demand(')');
        return map;
    }

    private Object value() {
        if (skip('[')) {
            return list();
        }
        String word = word();
        try {
            return Double.valueOf(word);
        } catch (NumberFormatException e) {
            return Losses.named(word).isPresent() ? loss(word) : plain(word);
        }
    }

    private static Object plain(String word) {
        return word.equals("true") || word.equals("false") ? Boolean.valueOf(word) : word;
    }

    private List<Object> list() {
        List<Object> values = new ArrayList<>();
        if (skip(']')) {
            return values;
        }
        do {
            values.add(value());
        } while (skip(','));
        demand(']');
        return values;
    }

    private String word() {
        peek();
        int start = at;
        while (at < text.length() && "()[]=, ".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (start == at) {
            throw expected("a name or a number");
        }
        return text.substring(start, at);
    }

    /** The next character that is not blank; 0 at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean skip(char c) {
        boolean there = peek() == c;
        at += there ? 1 : 0;
        return there;
    }

    private void demand(char c) {
        if (!skip(c)) {
            throw expected("'" + c + "'");
        }
    }

    private IllegalArgumentException expected(String what) {
        return new IllegalArgumentException(
                "'%s' must have %s at %d, got '%s'".formatted(text, what, at, text.substring(at)));
    }
}
