/**
 * Losses in Deeplearning4j: {@link org.isoloss.dl4j.Dl4jLoss} makes an {@code ILossFunction} of any of ours. It runs on
 * ND4J's arrays, wherever they are.
 */
@NullMarked
package org.isoloss.dl4j;

import org.jspecify.annotations.NullMarked;
