/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Who computes, and what its JVM is told. */
enum Subject {
    FUSED(Fused::prepare, "-Disoloss.vector=on", "--add-modules=jdk.incubator.vector"),
    PLAIN(Fused::prepare, "-Disoloss.vector=off"),
    COMPILE(Fused::compile, "-Disoloss.vector=on", "--add-modules=jdk.incubator.vector"),
    LIBTORCH(Libtorch::prepare, "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"),
    COPY_REUSED(Copy::intoReused),
    COPY_FRESH(Copy::intoFresh);

    private final Function<Case, Runnable> work;
    private final List<String> jvm;

    Subject(Function<Case, Runnable> work, String... jvm) {
        this.work = work;
        this.jvm = List.of(jvm);
    }

    Runnable prepare(Case c) {
        return work.apply(c);
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    List<String> jvm() {
        return jvm;
    }
}
