/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Meters: figures over many batches that are exact however the batches were cut, and merge across threads and machines. They
 * are values: adding gives another one.
 */
@NullMarked
package org.isoloss.metric;

import org.jspecify.annotations.NullMarked;
