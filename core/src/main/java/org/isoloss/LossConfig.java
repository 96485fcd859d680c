/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A loss as a map of plain values, and back: {@code {type, component: value, ...}}. The map is what every serialiser writes.
 *
 * <p>{@code type} is relative to {@code org.isoloss} for our own losses. Components are {@code double}, {@code int}, {@code
 * boolean}, {@code String}, enum, {@code OptionalInt}, {@code OptionalDouble}, {@code List<Double>}, {@code List<Integer>}, a
 * {@link Loss}, a {@code List<Loss>}, or a record of these that plays a role which an interface names. An empty optional is
 * left out. Reading is strict and makes nothing but records of the declared types.
 */
public final class LossConfig {

    private static final Set<Object> INFINITIES = Set.of("Infinity", "-Infinity");

    private static final String TYPE = "type";
    private static final String HOME = LossConfig.class.getPackageName() + ".";

    /** NaN and infinities are parameters too. */
    private static final Gson JSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private static final ClassValue<Optional<String>> FAULT = new ClassValue<>() {
        @Override
        protected Optional<String> computeValue(Class<?> type) {
            return fault(type);
        }
    };

    private LossConfig() {}

    /** Throws unless {@code loss} is a record of permitted components: anything else could change behind our back. */
    public static void require(Loss loss) {
        FAULT.get(loss.getClass()).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
    }

    private static Optional<String> fault(Class<?> type) {
        if (!type.isRecord()) {
            return Optional.of("a loss must be a record, got " + type.getName());
        }
        return Arrays.stream(type.getRecordComponents())
                .filter(c -> !permitted(c.getGenericType()))
                .findFirst()
                .map(c -> "%s: '%s' must be of a type that LossConfig lists, got %s"
                        .formatted(
                                type.getSimpleName(),
                                c.getName(),
                                c.getGenericType().getTypeName()));
    }

    private static boolean permitted(Type type) {
        if (type instanceof ParameterizedType list) {
            Type element = list.getActualTypeArguments()[0];
            return list.getRawType() == List.class
                    && (element == Double.class || element == Integer.class || element == Loss.class);
        }
        return type instanceof Class<?> c
                && (c == double.class
                        || c == int.class
                        || c == boolean.class
                        || c == String.class
                        || c == OptionalInt.class
                        || c == OptionalDouble.class
                        || c.isEnum()
                        || (c.isInterface() && c != List.class));
    }

    /** The loss as a map, in the order of its components. */
    public static Map<String, Object> toMap(Loss loss) {
        require(loss);
        return describe((Record) loss);
    }

    private static Map<String, Object> describe(Record part) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(TYPE, relative(part.getClass().getName()));
        for (RecordComponent c : part.getClass().getRecordComponents()) {
            plain(get(c, part)).ifPresent(v -> map.put(c.getName(), v));
        }
        return map;
    }

    private static Object get(RecordComponent c, Record part) {
        try {
            c.getAccessor().setAccessible(true); // records of a third party need not be public
            return c.getAccessor().invoke(part);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot read '%s' of %s".formatted(c.getName(), part), e);
        }
    }

    private static Optional<Object> plain(Object value) {
        if (value instanceof OptionalInt o) {
            return o.isPresent() ? Optional.of(o.getAsInt()) : Optional.empty();
        }
        if (value instanceof OptionalDouble o) {
            return o.isPresent() ? Optional.of(o.getAsDouble()) : Optional.empty();
        }
        if (value instanceof List<?> list) {
            return Optional.of(list.stream().map(v -> plain(v).orElseThrow()).toList());
        }
        if (value instanceof Enum<?> e) {
            return Optional.of(e.name());
        }
        if (value instanceof Double d && d.isInfinite()) {
            return Optional.of(d.toString()); // JSON has no such number
        }
        return Optional.of(value instanceof Record part ? describe(part) : value);
    }

    /** The {@code type} of a loss. */
    static String type(Loss loss) {
        return relative(loss.getClass().getName());
    }

    private static String relative(String type) {
        return type.startsWith(HOME) ? type.substring(HOME.length()) : type;
    }

    /** The loss as one line of JSON. */
    public static String toJson(Loss loss) {
        return JSON.toJson(toMap(loss));
    }

    /** The loss that a JSON object describes. */
    public static Loss fromJson(String json) {
        try {
            Map<String, Object> map = JSON.fromJson(json, new TypeToken<Map<String, Object>>() {}.getType());
            return fromMap(map == null ? Map.of() : map);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("a loss must be a JSON object, got " + json, e);
        }
    }

    /** The loss that a text such as {@code CrossEntropy(labelSmoothing=0.1)} writes; what it does not name is default. */
    public static Loss parse(String text) {
        return text.stripLeading().startsWith("{") ? fromJson(text) : fromMap(LossText.read(text));
    }

    /** A text that {@link #parse} reads as {@code loss}, without what is default; JSON where only that can say it. */
    public static String toText(Loss loss) {
        return LossText.write(toMap(loss)).orElseGet(() -> toJson(loss));
    }

    /** The loss that a map describes, or a sentence about what is wrong with it. */
    public static Loss fromMap(Map<String, ?> map) {
        return (Loss) build(map, Loss.class);
    }

    private static Object build(Map<String, ?> map, Class<?> role) {
        Class<?> type = find(String.valueOf(map.get(TYPE)), role);
        RecordComponent[] components = type.getRecordComponents();
        List<String> known =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        for (String key : map.keySet()) {
            if (!key.equals(TYPE) && !known.contains(key)) {
                throw new IllegalArgumentException(
                        "%s has no parameter '%s'; it has %s".formatted(type.getSimpleName(), key, known));
            }
        }
        Object[] arguments = Arrays.stream(components)
                .map(c -> typed(
                        type.getSimpleName() + ": '" + c.getName() + "'", c.getGenericType(), map.get(c.getName())))
                .toArray();
        return construct(type, components, arguments);
    }

    private static Class<?> find(String name, Class<?> role) {
        Class<?> type = load(HOME + name)
                .or(() -> load(name))
                .orElseThrow(
                        () -> new IllegalArgumentException("no loss named '%s' on the class path".formatted(name)));
        Optional<String> fault = type.isRecord() && role.isAssignableFrom(type) ? FAULT.get(type) : Optional.of("");
        if (fault.isPresent()) {
            throw new IllegalArgumentException("'%s' is not a %s record"
                    .formatted(name, role.getSimpleName().toLowerCase(Locale.ROOT)));
        }
        return type;
    }

    private static Optional<Class<?>> load(String name) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            return Optional.of(
                    Class.forName(name, false, context != null ? context : LossConfig.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    private static Object construct(Class<?> type, RecordComponent[] components, Object... arguments) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return canonical.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof IllegalArgumentException cause
                    ? cause
                    : new IllegalArgumentException("cannot build " + type.getSimpleName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot build " + type.getSimpleName(), e);
        }
    }

    private static Object typed(String where, Type type, @Nullable Object value) {
        if (type == OptionalInt.class) {
            return value == null ? OptionalInt.empty() : OptionalInt.of((int) typed(where, int.class, value));
        }
        if (type == OptionalDouble.class) {
            return value == null
                    ? OptionalDouble.empty()
                    : OptionalDouble.of((double) typed(where, double.class, value));
        }
        if (value == null) {
            throw new IllegalArgumentException(where + " is missing");
        }
        if (type instanceof ParameterizedType list && value instanceof List<?> values) {
            Type element = list.getActualTypeArguments()[0];
            return values.stream().map(v -> typed(where, element, v)).toList();
        }
        if (type instanceof Class<?> c) {
            return scalar(where, c, value);
        }
        throw mistyped(where, type.getTypeName(), value);
    }

    @SuppressWarnings("unchecked") // keys of a parsed object are strings
    private static Object scalar(String where, Class<?> type, Object value) {
        if (value instanceof Number n && (type == double.class || type == Double.class)) {
            return n.doubleValue();
        }
        if (INFINITIES.contains(value) && (type == double.class || type == Double.class)) {
            return Double.valueOf((String) value);
        }
        if (value instanceof Number n
                && (type == int.class || type == Integer.class)
                && n.intValue() == n.doubleValue()) {
            return n.intValue();
        }
        if ((value instanceof Boolean && type == boolean.class) || (value instanceof String && type == String.class)) {
            return value;
        }
        if (value instanceof Map<?, ?> part && type.isInterface()) {
            return build((Map<String, ?>) part, type);
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(value)) {
                    return constant;
                }
            }
            throw mistyped(where, "one of " + Arrays.toString(type.getEnumConstants()), value);
        }
        throw mistyped(where, type.getSimpleName(), value);
    }

    private static IllegalArgumentException mistyped(String where, String wanted, Object value) {
        return new IllegalArgumentException("%s must be %s, got %s".formatted(where, wanted, value));
    }
}
