/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

/** Which embeddings an anchor is compared with. */
public enum Candidates {
    /** The other rows of the batch: ports {@code embeddings [N, D]}, {@code labels [N]}. */
    BATCH,
    /** The other rows of two views of the batch, each an anchor too: port {@code views [N, D]} beside the embeddings. */
    VIEWS,
    /**
     * The rows of a gallery, which are no anchors: ports {@code gallery [M, D]} and {@code galleryLabels [M]} besides. In DJL
     * and on plain arrays: DL4J passes one matrix, which has no room for a second number of rows.
     */
    GALLERY
}
