/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

/** {@code count} of {@code of}. */
public record Share(long count, long of) {

    public static final Share NONE = new Share(0, 0);

    public Share {
        if (count < 0 || count > of) {
            throw new IllegalArgumentException("count must be in [0, %d], got %d".formatted(of, count));
        }
    }

    /** Both together. */
    public Share plus(Share other) {
        return new Share(count + other.count, of + other.of);
    }

    @Override
    public String toString() {
        return "%d of %d".formatted(count, of);
    }
}
