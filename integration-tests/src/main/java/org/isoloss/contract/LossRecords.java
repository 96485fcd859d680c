/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.isoloss.Loss;

/** The loss records that stand beside {@link Loss} in the library. */
public final class LossRecords {

    private static final String HOME = Loss.class.getPackageName().replace('.', '/');

    private LossRecords() {}

    /** Each of them as its no-argument constructor makes it, by name. */
    public static List<Loss> all() {
        return types().stream().map(LossRecords::plain).toList();
    }

    /** The same, and what each names as {@code variants()}. */
    public static List<Loss> withVariants() {
        List<Loss> losses = new ArrayList<>(all());
        all().forEach(loss -> losses.addAll(variants(loss)));
        return losses;
    }

    private static Loss plain(Class<? extends Loss> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " must have a public constructor without arguments", e);
        }
    }

    /** What a loss names as {@code variants()}; nothing if it has no such method. */
    public static List<Loss> variants(Loss loss) {
        Class<? extends Loss> type = loss.getClass();
        try {
            Method variants = type.getMethod("variants");
            return ((List<?>) variants.invoke(null))
                    .stream().map(Loss.class::cast).toList();
        } catch (NoSuchMethodException e) {
            return List.of();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + ".variants() must give a list of losses", e);
        }
    }

    private static List<Class<? extends Loss>> types() {
        try {
            URI home = Loss.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            Path place = Path.of(home);
            if (Files.isDirectory(place)) {
                return in(place);
            }
            try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
                return in(jar.getPath("/"));
            }
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException("cannot look for losses beside " + Loss.class, e);
        }
    }

    private static List<Class<? extends Loss>> in(Path root) {
        try (Stream<Path> files = Files.walk(root.resolve(HOME))) {
            return files.map(f -> root.relativize(f).toString().replace('\\', '/'))
                    .filter(f -> f.endsWith(".class"))
                    .map(f -> f.substring(0, f.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .flatMap(name -> loss(name).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Class<? extends Loss>> loss(String name) {
        try {
            Class<?> type = Class.forName(name, false, LossRecords.class.getClassLoader());
            return type.isRecord() && Loss.class.isAssignableFrom(type)
                    ? Optional.of(type.asSubclass(Loss.class))
                    : Optional.empty();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("cannot load " + name, e);
        }
    }
}
