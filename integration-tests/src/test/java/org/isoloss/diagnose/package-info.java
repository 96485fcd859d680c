/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
/** Faults of training, provoked on real networks in both frameworks, and what a monitor says of them. */
@NullMarked
package org.isoloss.diagnose;

import org.jspecify.annotations.NullMarked;
