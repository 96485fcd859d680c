/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.jspecify.annotations.Nullable;

/**
 * Hyper-parameters as they are written on a command line. The present value shows how to read the new one; whether it is
 * permitted is for {@link LossConfig} and the loss to say.
 *
 * @param catalogue where losses that are parameters are looked up
 */
record LossParameters(LossCatalogue catalogue) {

    /** {@code base} with other parameters: {@code 0.2}, {@code true}, {@code SUM}, {@code 1,2,3}, {@code Dice}; empty for none. */
    Loss with(Loss base, Map<String, String> parameters) {
        Map<String, Object> map = new LinkedHashMap<>(LossConfig.toMap(base));
        parameters.forEach((name, text) -> {
            if (text.isBlank() && !(map.get(name) instanceof List<?>)) {
                map.remove(name);
            } else {
                map.put(name, value(map.get(name), text.trim()));
            }
        });
        return LossConfig.fromMap(map);
    }

    private Object value(@Nullable Object present, String text) {
        if (present instanceof List<?> list) {
            Object element = list.isEmpty() ? 0 : list.get(0);
            return Arrays.stream(text.split(",", -1))
                    .map(String::trim)
                    .filter(part -> !part.isEmpty())
                    .map(part -> value(element, part))
                    .toList();
        }
        if (present instanceof Map<?, ?>) {
            return LossConfig.toMap(catalogue.find(text).defaults());
        }
        if (present instanceof Boolean && (text.equals("true") || text.equals("false"))) {
            return Boolean.valueOf(text);
        }
        return present instanceof String ? text : number(text);
    }

    /** A number, or the text itself, about which the loss then complains. */
    private static Object number(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
