/** Losses between distributions, and likelihoods of targets under a predicted distribution. Logarithms are natural. */
@NullMarked
package org.isoloss.divergence;

import org.jspecify.annotations.NullMarked;
