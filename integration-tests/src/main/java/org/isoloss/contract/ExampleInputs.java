/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.LongStream;
import org.isoloss.Domain;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Signature;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Shapes;

/**
 * Random inputs for a loss, made from its signature alone. Sizes are all different, so that a swapped axis shows; the numbers
 * are float32, so that every backend is given the same.
 *
 * @param seed of the random numbers
 * @param rows how many rows, N
 * @param rest the sizes of the further dimensions of ports that have them
 * @param scale what reals and logits are multiplied by
 * @param sizes of named dimensions, where a loss does not say itself
 */
public record ExampleInputs(long seed, long rows, List<Long> rest, double scale, Map<String, Long> sizes) {

    private static final Map<String, Long> SIZES = Map.of("C", 5L, "D", 4L, "L", 7L, "T", 8L);
    private static final long OTHER_SIZE = 3;
    private static final int GROUPS = 2;
    private static final int GRADES = 4;
    private static final int COUNTS = 6;

    public ExampleInputs {
        rest = List.copyOf(rest);
        sizes = Map.copyOf(sizes);
    }

    /** Six rows without further dimensions. */
    public static ExampleInputs seeded(long seed) {
        return new ExampleInputs(seed, 6, List.of(), 1, SIZES);
    }

    public ExampleInputs withRows(long rows) {
        return new ExampleInputs(seed, rows, rest, scale, sizes);
    }

    public ExampleInputs withRest(Long... rest) {
        return new ExampleInputs(seed, rows, Arrays.asList(rest), scale, sizes);
    }

    public ExampleInputs withScale(double scale) {
        return new ExampleInputs(seed, rows, rest, scale, sizes);
    }

    /** With other sizes than the small ones of C, D, L and T. */
    public ExampleInputs withSizes(Map<String, Long> sizes) {
        return new ExampleInputs(seed, rows, rest, scale, sizes);
    }

    /** One array for each port of the loss. */
    public List<HostTensor> of(Loss loss) {
        Signature signature = loss.signature();
        Map<String, Long> size = new HashMap<>(sizes);
        signature.sized().forEach(s -> size.put(s.dim(), (long) s.length()));
        size.put("N", rows);
        Random random = new Random(seed);
        List<HostTensor> inputs = new ArrayList<>();
        for (Port port : signature.ports()) {
            long[] shape = port.dims().stream()
                    .flatMapToLong(d -> d.equals("*")
                            ? rest.stream().mapToLong(Long::longValue)
                            : LongStream.of(size.getOrDefault(d, OTHER_SIZE)))
                    .toArray();
            long count = port.domain() == Domain.LENGTH ? measured(inputs) : size.getOrDefault("C", OTHER_SIZE);
            inputs.add(example(port, shape, count, random));
        }
        return inputs;
    }

    /** A length counts along the second axis of the port before it. */
    private static long measured(List<HostTensor> inputs) {
        return inputs.get(inputs.size() - 1).shape()[1];
    }

    /** {@code count} is what a class number or a length is out of; lengths are more than half of it. */
    private HostTensor example(Port port, long[] shape, long count, Random random) {
        int n = (int) Shapes.size(shape);
        return switch (port.domain()) {
            case CLASS_INDEX -> HostTensor.indices(random.longs(n, 0, count).toArray(), shape);
            case LENGTH ->
                HostTensor.indices(random.longs(n, count / 2 + 1, count + 1).toArray(), shape);
            case GROUP ->
                HostTensor.indices(LongStream.range(0, n).map(i -> i % GROUPS).toArray(), shape);
            case REAL, SOFTMAX_LOGITS, SIGMOID_LOGITS, EMBEDDING ->
                reals(n, shape, () -> 2 * scale * random.nextGaussian());
            case POSITIVE -> reals(n, shape, () -> Math.exp(random.nextGaussian() / 2));
            case PROBABILITY -> reals(n, shape, () -> 0.05 + 0.9 * random.nextDouble());
            case BINARY -> reals(n, shape, () -> random.nextInt(2));
            case SIGN -> reals(n, shape, () -> 2 * random.nextInt(2) - 1);
            case LOG_RATE -> reals(n, shape, random::nextGaussian);
            case COUNT -> reals(n, shape, () -> random.nextInt(COUNTS));
            case GRADE -> reals(n, shape, () -> random.nextInt(GRADES));
            case DISTRIBUTION -> distribution(n, shape, random, false);
            case LOG_PROBABILITY -> distribution(n, shape, random, true);
        };
    }

    private static HostTensor distribution(int n, long[] shape, Random random, boolean log) {
        double[] p = random.doubles(n, 0.1, 1).toArray();
        int width = (int) Shapes.last(shape);
        for (int row = 0; row < n; row += width) {
            double sum = Arrays.stream(p, row, row + width).sum();
            for (int i = row; i < row + width; i++) {
                p[i] = log ? Math.log(p[i] / sum) : p[i] / sum;
            }
        }
        int[] next = {0};
        return reals(n, shape, () -> p[next[0]++]);
    }

    private static HostTensor reals(int n, long[] shape, DoubleSupplier draw) {
        double[] data = new double[n];
        Arrays.setAll(data, i -> (float) draw.getAsDouble());
        return HostTensor.of(data, shape);
    }
}
