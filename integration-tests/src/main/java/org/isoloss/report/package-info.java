/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Pictures of losses and of runs, and the page that shows them. A picture is a record; one interpreter draws it, and every
 * curve is computed by the library itself.
 */
@NullMarked
package org.isoloss.report;

import org.jspecify.annotations.NullMarked;
