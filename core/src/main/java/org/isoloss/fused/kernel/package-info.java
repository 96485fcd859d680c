/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Loops over ranges of arrays, in {@code float} and in {@code double}, each as plain Java and with the Vector API. What they are
 * chained to is the business of the packages above.
 */
@NullMarked
package org.isoloss.fused.kernel;

import org.jspecify.annotations.NullMarked;
