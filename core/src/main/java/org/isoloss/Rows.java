/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

/** How the terms of a loss belong to the rows of its inputs. */
public enum Rows {
    /** Term i depends on row i alone. */
    SEPARATE,
    /** There are terms for each row, but they depend on other rows too: pairs and negatives in the batch. */
    COUPLED,
    /** Rows are pooled into terms that belong to none of them: overlap per class. */
    POOLED,
    /** The term is a sum of losses that were reduced one by one. */
    COMPOSED
}
