/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.isoloss.Port;
import org.isoloss.Signature;

/**
 * Labels and predictions that fit a loss in number, name and type. At some types the engine aborts the whole JVM, so nothing is
 * asked of an array before its type is known.
 *
 * @param who the loss, for messages
 * @param signature what it takes
 * @param labels the labels of the target ports, in order, and behind them those that are known by name
 * @param predictions one for each prediction port, in order
 */
record Arrivals(String who, Signature signature, NDList labels, NDList predictions) {

    private static final String ENGINE = "PyTorch";
    private static final List<DataType> REAL = List.of(DataType.FLOAT64, DataType.FLOAT32, DataType.FLOAT16);
    static final List<DataType> NUMBERS = List.of(
            DataType.FLOAT64,
            DataType.FLOAT32,
            DataType.FLOAT16,
            DataType.INT64,
            DataType.INT32,
            DataType.INT8,
            DataType.UINT8,
            DataType.BOOLEAN);

    static Arrivals of(String who, Signature signature, NDList labels, NDList predictions) {
        Arrivals arrivals = new Arrivals(who, signature, labels, predictions);
        arrivals.checkPredictions();
        arrivals.checkLabels();
        return arrivals;
    }

    List<NDArray> targets() {
        return labels.subList(0, signature.targets().size());
    }

    private List<NDArray> further() {
        return labels.subList(signature.targets().size(), labels.size());
    }

    /** The label behind the targets that has this name. */
    Optional<NDArray> named(String name) {
        List<NDArray> found = new ArrayList<>(0);
        for (NDArray x : further()) {
            if (name.equals(x.getName())) {
                found.add(x);
            }
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException(
                    "%s: at most one label must be named '%s', got %d".formatted(who, name, found.size()));
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    private void checkPredictions() {
        List<Port> ports = signature.predictions();
        if (predictions.size() != ports.size()) {
            throw miscounted("prediction", ports, predictions.size());
        }
        DataType type = predictions.get(0).getDataType();
        for (int i = 0; i < ports.size(); i++) {
            NDArray x = predictions.get(i);
            require(REAL, ports.get(i).name(), x.getDataType());
            if (x.getDataType() != type) {
                throw new IllegalArgumentException(
                        "%s: predictions must be of one type, got %s and %s".formatted(who, type, x.getDataType()));
            }
            String engine = x.getManager().getEngine().getEngineName();
            if (!engine.equals(ENGINE)) {
                throw new IllegalArgumentException("%s: '%s' must be an array of %s, got one of %s"
                        .formatted(who, ports.get(i).name(), ENGINE, engine));
            }
        }
    }

    private void require(List<DataType> types, String name, DataType got) {
        if (!types.contains(got)) {
            String rule = types.stream().map(DataType::toString).collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    "%s: '%s' must be of one of the types %s, got %s".formatted(who, name, rule, got));
        }
    }

    private void checkLabels() {
        List<Port> ports = signature.targets();
        if (labels.size() < ports.size()) {
            throw miscounted("label", ports, labels.size());
        }
        for (int i = 0; i < ports.size(); i++) {
            require(NUMBERS, ports.get(i).name(), labels.get(i).getDataType());
        }
        for (NDArray x : further()) {
            if (DjlLoss.MASK.equals(x.getName()) || DjlLoss.SAMPLE_WEIGHTS.equals(x.getName())) {
                require(NUMBERS, x.getName(), x.getDataType());
            } else if (!ports
                    .isEmpty()) { // without targets a label may be there for EasyTrain alone, which demands one
                throw new IllegalArgumentException("%s: a label beyond (%s) must be named '%s' or '%s', got %s"
                        .formatted(
                                who,
                                names(ports),
                                DjlLoss.MASK,
                                DjlLoss.SAMPLE_WEIGHTS,
                                x.getName() == null ? "one without a name" : "'" + x.getName() + "'"));
            }
        }
    }

    private IllegalArgumentException miscounted(String what, List<Port> ports, int given) {
        return new IllegalArgumentException("%s takes %d %s%s (%s) but was given %d"
                .formatted(who, ports.size(), what, ports.size() == 1 ? "" : "s", names(ports), given));
    }

    private static String names(List<Port> ports) {
        return ports.stream().map(Port::name).collect(Collectors.joining(", "));
    }
}
