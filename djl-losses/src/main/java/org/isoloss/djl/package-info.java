/**
 * Losses in DJL: {@link org.isoloss.djl.DjlLoss} makes an {@code ai.djl} loss of any of ours. It runs on the arrays of the
 * PyTorch engine, wherever they are.
 */
@NullMarked
package org.isoloss.djl;

import org.jspecify.annotations.NullMarked;
