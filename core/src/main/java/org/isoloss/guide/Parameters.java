/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.isoloss.Loss;
import org.isoloss.LossConfig;

/** A loss with other parameters, by name. */
final class Parameters {

    private Parameters() {}

    /** {@code loss} with {@code parameters}; one that its parts have is changed in all of them. */
    static Loss with(Loss loss, Map<String, Object> parameters) {
        Map<String, Object> map = LossConfig.toMap(loss);
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            map = with(map, parameter.getKey(), parameter.getValue());
        }
        return LossConfig.fromMap(map);
    }

    private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(map);
        changed.replaceAll((key, old) -> key.equals(name) ? value : inside(old, name, value));
        if (!has(map, name)) {
            changed.put(
                    name, value); // an optional that was empty, or else nothing that the loss has, which it then says
        }
        return changed;
    }

    @SuppressWarnings("unchecked") // keys of a described loss are strings
    private static Object inside(Object part, String name, Object value) {
        if (part instanceof List<?> list) {
            return list.stream().map(p -> inside(p, name, value)).toList();
        }
        return part instanceof Map<?, ?> map && has(map, name) ? with((Map<String, Object>) map, name, value) : part;
    }

    private static boolean has(Object part, String name) {
        if (part instanceof Map<?, ?> map) {
            return map.containsKey(name) || has(map.values(), name);
        }
        return part instanceof Collection<?> parts && parts.stream().anyMatch(p -> has(p, name));
    }
}
