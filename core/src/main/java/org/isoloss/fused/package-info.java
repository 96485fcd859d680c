/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Fused execution: a loss is recorded once for given shapes, rewritten, and run block by block on arrays in main memory. The
 * way in is {@link org.isoloss.fused.FusedEvaluator}; everything else is how it works.
 */
@NullMarked
package org.isoloss.fused;

import org.jspecify.annotations.NullMarked;
