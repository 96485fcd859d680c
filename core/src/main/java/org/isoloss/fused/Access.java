/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

/** How a program gets at memory of its caller. */
enum Access {
    /** An array of the program's type, used in place. */
    ARRAY,
    /** A buffer of the program's type, moved block by block. */
    BUFFER,
    /** Another type, converted as a whole. */
    CONVERTED
}
