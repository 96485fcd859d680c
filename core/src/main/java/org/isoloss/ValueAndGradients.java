/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.List;

/**
 * What an evaluation gives.
 *
 * @param value the reduced loss; with {@link Reduction#NONE} its terms
 * @param gradients of the sum of {@code value}, one for each prediction port, in order and in the shape given
 */
public record ValueAndGradients<T>(T value, List<T> gradients) {}
