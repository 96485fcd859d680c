/** Values and gradients that other software computed, and how to say the same losses here. */
@NullMarked
package org.isoloss.golden;

import org.jspecify.annotations.NullMarked;
