/** Losses over rows that stand for things, compared by distance or similarity. Coincident points have no direction: the gradient of a distance of zero is zero. */
@NullMarked
package org.isoloss.embedding;

import org.jspecify.annotations.NullMarked;
