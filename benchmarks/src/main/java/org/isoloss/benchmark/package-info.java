/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
/** How fast losses are: beside libtorch, and beside what memory allows. Never part of a build that must be green. */
@NullMarked
package org.isoloss.benchmark;

import org.jspecify.annotations.NullMarked;
