/** Losses over regions, measured by overlap. Pixels are rows, and rows are pooled over the batch. */
@NullMarked
package org.isoloss.segmentation;

import org.jspecify.annotations.NullMarked;
