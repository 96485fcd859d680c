/** Losses over real numbers. Every element is a term. */
@NullMarked
package org.isoloss.regression;

import org.jspecify.annotations.NullMarked;
