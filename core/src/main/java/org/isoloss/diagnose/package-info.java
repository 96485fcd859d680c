/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What is wrong with my loss? A monitor that watches a training and names the usual faults, and the fit of a single batch, which
 * every sound network can do.
 */
@NullMarked
package org.isoloss.diagnose;

import org.jspecify.annotations.NullMarked;
