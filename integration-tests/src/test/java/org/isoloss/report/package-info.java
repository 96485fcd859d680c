/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package org.isoloss.report;

import org.jspecify.annotations.NullMarked;
