/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.isoloss.Batch;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.fused.kernel.KernelProvider;

/**
 * Runs losses on arrays in main memory, on the heap or off it, as fast as their bytes can be moved. Any loss: it is recorded
 * once for given shapes, and its program kept. Values, masks, weights and empty batches are as in {@link
 * org.isoloss.Evaluator}.
 *
 * <p>The type of the first prediction is that of the program; the other predictions must be of the same. Targets, labels, mask and
 * weights may be of any type. Outputs must not overlap inputs.
 *
 * <p>Safe for many threads. After the first calls with given shapes nothing is allocated but a few hundred bytes.
 * The same bits come out for any number of threads.
 *
 * @since 0.1
 */
public final class FusedEvaluator {

    private static final int PROGRAMS = 64;

    private final Engine<float[]> floats;
    private final Engine<double[]> doubles;
    private final boolean always;

    /** With all processors, and the programs of the last 64 kinds of call. */
    public FusedEvaluator() {
        this(Host.JAVA);
    }

    /** The same beside the operations and threads of a framework. */
    public FusedEvaluator(Host host) {
        this(Runtime.getRuntime().availableProcessors(), PROGRAMS, host.worth(), host);
    }

    /**
     * @param threads how many a call may use, with its own, at least 1
     * @param programs how many programs are kept for each type, at least 1; those not used for longest go
     * @param worth how many nanoseconds a stretch of work must take for other threads to be woken; 100,000
     */
    public FusedEvaluator(int threads, int programs, double worth) {
        this(threads, programs, worth, Host.JAVA);
    }

    private FusedEvaluator(int threads, int programs, double worth, Host host) {
        BlockExecutor executor = new BlockExecutor(atLeastOne("threads", threads), worth);
        this.floats = new Engine<>(KernelProvider.floats(), executor, host, atLeastOne("programs", programs));
        this.doubles = new Engine<>(KernelProvider.doubles(), executor, host, programs);
        this.always = true;
    }

    private FusedEvaluator(FusedEvaluator programs, boolean always) {
        this.floats = programs.floats;
        this.doubles = programs.doubles;
        this.always = always;
    }

    /**
     * The same programs. Unless they are asked for, it throws UnsupportedOperationException where the operations of a framework
     * would be faster: without the vector module, where matrix products dominate.
     */
    FusedEvaluator by(Execution execution) {
        return new FusedEvaluator(this, execution == Execution.FUSED);
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s must be at least 1, got %d".formatted(name, value));
        }
        return value;
    }

    /** How many programs are kept. */
    public int programs() {
        return floats.size() + doubles.size();
    }

    /** The loss, reduced as it says, into {@code value}. */
    public void value(Loss loss, Batch<Span> batch, Span value) {
        run(loss, batch, Request.VALUE, List.of(value));
    }

    /** The loss before reduction, {@code [N, ...]}, into {@code terms}. */
    public void terms(Loss loss, Batch<Span> batch, Span terms) {
        run(loss, batch, Request.TERMS, List.of(terms));
    }

    /**
     * The loss into {@code value}, and its gradients with respect to every prediction into {@code gradients}.
     *
     * @throws UnsupportedOperationException if the loss takes more operations than a program may have, or an index does not fit
     *     into the predictions' type: then an {@link org.isoloss.Evaluator} can do it
     */
    public void valueAndGradients(Loss loss, Batch<Span> batch, Span value, List<Span> gradients) {
        List<Span> outputs = new ArrayList<>(gradients.size() + 1);
        outputs.add(value);
        outputs.addAll(gradients);
        run(loss, batch, Request.VALUE_AND_GRADIENTS, outputs);
    }

    private void run(Loss loss, Batch<Span> batch, Request request, List<Span> outputs) {
        boolean wide = isDouble(loss, batch);
        Call call = new Call(loss, batch, request, outputs, wide);
        try {
            if (wide) {
                doubles.run(call, always);
            } else {
                floats.run(call, always);
            }
        } finally {
            Reference.reachabilityFence(call); // its spans' owners: their memory is read until now
        }
    }

    /** Whether the predictions are; which inputs they are matters only where arrays of both types arrive. */
    private static boolean isDouble(Loss loss, Batch<Span> batch) {
        boolean doubles = false;
        boolean floats = false;
        for (Span x : batch.inputs()) {
            doubles |= x.isDouble();
            floats |= x.isFloat();
        }
        return (doubles && floats) ? batch.predictions(loss).stream().anyMatch(Span::isDouble) : doubles;
    }
}
