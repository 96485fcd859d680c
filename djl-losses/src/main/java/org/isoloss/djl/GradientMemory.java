/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;

/**
 * Memory for large gradients, which is used again once the manager of its batch has closed: the engine would give it back to the system and
 * get fresh pages for the next batch, which costs more than the arithmetic.
 *
 * <p>At most {@link #MOST} bytes are lent or kept. Beyond that, and for small gradients, the engine's own memory serves.
 */
final class GradientMemory implements AutoCloseable {

    /** Smaller arrays the C library keeps pages for. */
    private static final long LEAST = 1 << 20;

    private static final long MOST = 1L << 30;

    private final String id = "isoloss gradients " + UUID.randomUUID();
    private final Deque<ByteBuffer> idle = new ArrayDeque<>();
    private long bytes;

    /** An array in memory of this, whose elements may be anything, which belongs to {@code owner}; empty if there is none for it. */
    Optional<NDArray> lend(Shape shape, DataType type, NDManager owner) {
        long size = shape.size() * type.getNumOfBytes();
        if (size < LEAST || size > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return take((int) size).map(memory -> {
            NDArray array = owner.create(memory.slice().order(ByteOrder.nativeOrder()), shape, type);
            owner.attachInternal(UUID.randomUUID().toString(), () -> giveBack(memory));
            root(owner).attachInternal(id, this);
            return array;
        });
    }

    /** The trainer's or the model's manager, at whose end all is let go. */
    private static NDManager root(NDManager manager) {
        NDManager root = manager;
        while (root.getParentManager() != null && root.getParentManager().getParentManager() != null) {
            root = root.getParentManager();
        }
        return root;
    }

    private synchronized Optional<ByteBuffer> take(int size) {
        for (Iterator<ByteBuffer> i = idle.iterator(); i.hasNext(); ) {
            ByteBuffer memory = i.next();
            if (memory.capacity() == size) {
                i.remove();
                return Optional.of(memory);
            }
        }
        while (bytes + size > MOST && !idle.isEmpty()) {
            bytes -= idle.removeLast().capacity();
        }
        if (bytes + size > MOST) {
            return Optional.empty();
        }
        bytes += size;
        return Optional.of(ByteBuffer.allocateDirect(size));
    }

    private synchronized void giveBack(ByteBuffer memory) {
        idle.addFirst(memory);
    }

    /** Lets go of what is idle. What is still lent is kept by those who have it. */
    @Override
    public synchronized void close() {
        idle.forEach(memory -> bytes -= memory.capacity());
        idle.clear();
    }
}
