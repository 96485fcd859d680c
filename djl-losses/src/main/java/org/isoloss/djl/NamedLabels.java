/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * A data set whose last labels have names. A data set of DJL loses them when it makes batches, and a {@link DjlLoss} knows a mask
 * and sample weights by theirs.
 *
 * <pre>{@code new NamedLabels(new ArrayDataset.Builder().setData(x).optLabels(y, mask)..., DjlLoss.MASK)}</pre>
 *
 * @since 0.1
 */
public final class NamedLabels implements Dataset {

    private final Dataset data;
    private final List<String> names;

    /** Gives {@code names} to the last labels of {@code data}, in order. */
    public NamedLabels(Dataset data, String... names) {
        this.data = data;
        this.names = List.of(names);
    }

    @Override
    public Iterable<Batch> getData(NDManager manager) throws IOException, TranslateException {
        return named(data.getData(manager));
    }

    @Override
    public Iterable<Batch> getData(NDManager manager, ExecutorService executor) throws IOException, TranslateException {
        return named(data.getData(manager, executor));
    }

    private Iterable<Batch> named(Iterable<Batch> batches) {
        return () -> {
            Iterator<Batch> iterator = batches.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return iterator.hasNext();
                }

                @Override
                public Batch next() {
                    Batch batch = iterator.next();
                    name(batch.getLabels());
                    return batch;
                }
            };
        };
    }

    private void name(NDList labels) {
        int first = labels.size() - names.size();
        if (first < 0) {
            throw new IllegalArgumentException(
                    "a batch must have a label for each of the names %s, got %d".formatted(names, labels.size()));
        }
        for (int i = 0; i < names.size(); i++) {
            labels.get(first + i).setName(names.get(i));
        }
    }

    @Override
    public void prepare(Progress progress) throws IOException, TranslateException {
        data.prepare(progress);
    }
}
