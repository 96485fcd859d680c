/**
 * The vocabulary: the array operations that losses are written in, and the interpreters that need no framework. An operation
 * is declared once in {@link org.isoloss.tensor.TensorOps}; everything else here computes, differentiates or watches it.
 */
@NullMarked
package org.isoloss.tensor;

import org.jspecify.annotations.NullMarked;
