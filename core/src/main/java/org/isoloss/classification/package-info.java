/** Losses over classes and truth values. Class axes are last, logits are natural-log scores. */
@NullMarked
package org.isoloss.classification;

import org.jspecify.annotations.NullMarked;
