/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Which loss? {@link org.isoloss.guide.LossGuide} ranks the losses for a task and its traits by a table that says what each is
 * worth and why; the statistics here read traits and parameters off labels.
 */
@NullMarked
package org.isoloss.guide;

import org.jspecify.annotations.NullMarked;
