/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.isoloss.fused.kernel.Kernels;
import org.isoloss.tensor.Kind;

/**
 * Programs of one type of array, and the memory in which they run.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Engine<A> {

    /** Workspaces of more are not kept. */
    private static final long KEPT_BYTES = 256L << 20;

    /** Beyond it, float32 does not hold every whole number. */
    private static final double WHOLE_FLOATS = 1 << 24;

    private final Kernels<A> kernels;
    private final BlockExecutor executor;
    private final Host host;
    private final Map<Call, Compiled<A>> programs;
    private final Map<Call, String> refused;

    /**
     * A program and its idle workspaces.
     *
     * @param keeps whether a workspace is small enough to be kept between calls
     */
    private record Compiled<A>(Program<A> program, boolean keeps, ConcurrentLinkedDeque<Workspace<A>> idle) {
        static <A> Compiled<A> of(Program<A> program) {
            return new Compiled<>(program, program.footprint() < KEPT_BYTES, new ConcurrentLinkedDeque<>());
        }
    }

    Engine(Kernels<A> kernels, BlockExecutor executor, Host host, int capacity) {
        this.kernels = kernels;
        this.executor = executor;
        this.host = host;
        this.programs = lastUsed(capacity);
        this.refused = lastUsed(capacity);
    }

    private static <V> Map<Call, V> lastUsed(int capacity) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Call, V> eldest) {
                return size() > capacity;
            }
        };
    }

    int size() {
        synchronized (programs) {
            return programs.size();
        }
    }

    /** @param always also if the host's operations would be faster */
    void run(Call call, boolean always) {
        Compiled<A> compiled = compiled(call);
        if (!always) {
            requireFaster(compiled.program().times());
        }
        Workspace<A> workspace = compiled.idle().pollFirst();
        if (workspace == null) {
            workspace = new Workspace<>(compiled.program());
            workspace.reserve(executor.threads());
        }
        run(compiled.program(), workspace, call);
        if (compiled.keeps()) {
            compiled.idle().push(workspace);
        }
    }

    private static void requireFaster(Program.Times times) {
        if (times.program() > times.host()) {
            throw new UnsupportedOperationException(
                    "a program would take about %.0f us and the framework's operations %.0f us"
                            .formatted(times.program() / 1000, times.host() / 1000));
        }
    }

    private Compiled<A> compiled(Call call) {
        synchronized (programs) {
            Compiled<A> known = programs.get(call);
            if (known != null) {
                return known;
            }
            String why = refused.get(call);
            if (why != null) {
                throw new UnsupportedOperationException(why);
            }
        }
        // not under the lock: two threads may compile the same, and one of both programs is used
        Compiled<A> made = Compiled.of(compile(call));
        synchronized (programs) {
            Compiled<A> known = programs.putIfAbsent(call.withoutArrays(), made);
            return known == null ? made : known;
        }
    }

    /** What is too long is recorded up to the limit once, not in every step of a training. */
    private Program<A> compile(Call call) {
        try {
            return Compiler.compile(kernels, host, call);
        } catch (UnsupportedOperationException e) {
            synchronized (programs) {
                refused.put(call.withoutArrays(), String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private void run(Program<A> program, Workspace<A> workspace, Call call) {
        int ports = call.batch().inputs().size();
        for (int i = 0; i < program.inputs().size(); i++) {
            Span x = i < ports ? call.batch().inputs().get(i) : beside(call, i - ports);
            bring(program.inputs().get(i), x, workspace);
        }
        for (int i = 0; i < program.outputs().size(); i++) {
            Program.Io io = program.outputs().get(i);
            if (io.copyOf() < 0 && io.access() != Access.CONVERTED) {
                lend(io, call.outputs().get(i), workspace);
            }
        }
        executor.run(program, workspace);
        for (int i = 0; i < program.outputs().size(); i++) {
            deliver(program, i, call.outputs().get(i), workspace);
        }
        giveBack(program.inputs(), workspace);
        giveBack(program.outputs(), workspace);
    }

    private static Span beside(Call call, int i) {
        return i == 0 && call.batch().mask().isPresent()
                ? call.batch().mask().get()
                : call.batch().sampleWeights().orElseThrow();
    }

    private void bring(Program.Io io, Span x, Workspace<A> workspace) {
        if (io.access() != Access.CONVERTED) {
            lend(io, x, workspace);
            return;
        }
        A array = workspace.array(io.slot());
        kernels.read(x.buffer(), x.at(), array, 0, io.size());
        if (x.kind() == Kind.INDEX && array instanceof float[] indices) {
            requireExact(indices);
        }
    }

    private static void requireExact(float[] indices) {
        for (float i : indices) {
            if (Math.abs(i) >= WHOLE_FLOATS) {
                throw new UnsupportedOperationException(
                        "indices beside float32 must be below 2^24 in a fused program, got %.0f".formatted(i));
            }
        }
    }

    private void lend(Program.Io io, Span x, Workspace<A> workspace) {
        if (io.access() == Access.ARRAY) {
            workspace.lend(io.slot(), arrayOf(x.buffer()), x.buffer().arrayOffset() + x.at());
        } else {
            workspace.lend(io.slot(), x.buffer(), x.at());
        }
    }

    @SuppressWarnings("unchecked") // Span.access has seen that it is a buffer of the engine's type
    private A arrayOf(Buffer buffer) {
        return (A) (buffer instanceof FloatBuffer f ? f.array() : ((DoubleBuffer) buffer).array());
    }

    private void deliver(Program<A> program, int i, Span to, Workspace<A> workspace) {
        Program.Io io = program.outputs().get(i);
        int slot =
                io.copyOf() < 0 ? io.slot() : program.outputs().get(io.copyOf()).slot();
        if (io.copyOf() >= 0 || io.access() == Access.CONVERTED) {
            kernels.write(workspace.frame(0).array(slot), workspace.base(slot), to.buffer(), to.at(), io.size());
        }
    }

    private void giveBack(List<Program.Io> ios, Workspace<A> workspace) {
        for (int i = 0; i < ios.size(); i++) {
            if (ios.get(i).access() != Access.CONVERTED) {
                workspace.giveBack(ios.get(i).slot());
            }
        }
    }
}
