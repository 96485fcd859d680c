/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import org.isoloss.Batch;
import org.isoloss.Loss;
import org.isoloss.host.HostTensor;

/** One way in which a loss is evaluated: a backend, or a whole bridge into a framework. */
public interface Route {

    /** What a route proves by agreeing with the reference. */
    enum Role {
        /** {@code HostOps}, differentiated by the tape: what all others are compared with. */
        REFERENCE,
        /** The vocabulary on a framework's arrays, differentiated by the tape. */
        BACKEND,
        /** The same, differentiated by the framework's own engine: a derivation that we have not written. */
        AUTOGRAD,
        /** The loss as the framework sees it. */
        BRIDGE
    }

    /** Such as {@code dl4j float32}. */
    String name();

    Role role();

    /** {@code djl}, {@code dl4j} or {@code core}. */
    String framework();

    /** Relative tolerance of values and gradients at regular points. */
    double tolerance();

    /** Whether this way exists for such a loss and batch: a bridge can't return terms, for one. */
    boolean takes(Loss loss, Batch<HostTensor> batch);

    Outcome evaluate(Loss loss, Batch<HostTensor> batch);
}
