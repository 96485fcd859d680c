/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.DataSet;

/** Loads a model and a batch in a JVM of its own, and writes the score. */
public final class SavedModel {
    private SavedModel() {}

    public static void main(String[] files) throws IOException {
        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(new File(files[0]));
        DataSet batch = new DataSet();
        batch.load(new File(files[1]));
        Files.writeString(Path.of(files[2]), Double.toHexString(network.score(batch)));
    }
}
