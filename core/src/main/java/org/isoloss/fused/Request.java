/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

/** What is asked of a loss. */
enum Request {
    VALUE,
    TERMS,
    VALUE_AND_GRADIENTS
}
