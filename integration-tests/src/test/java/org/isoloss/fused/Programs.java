/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.isoloss.fused.kernel.Kernels;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Kind;

/** Expressions as fused programs, without a loss around them. */
public final class Programs {

    private Programs() {}

    /** The result of a program that cuts into {@code rows} pieces whatever input can be cut so. */
    public static <A> HostTensor run(Kernels<A> kernels, int rows, Expression expression, List<HostTensor> inputs) {
        Recorder recorder = new Recorder();
        Pieces pieces = new Pieces(rows);
        Map<Node, Access> access = new LinkedHashMap<>();
        Set<Node> rowed = new HashSet<>();
        for (HostTensor x : inputs) {
            Node node = recorder.input(access.size(), x.kind(), x.shape());
            access.put(node, Access.CONVERTED);
            if (pieces.areSubArrays(x.shape())) {
                rowed.add(node);
            }
        }
        Node result = expression.on(recorder, new ArrayList<>(access.keySet()));
        List<Lowering.Output> outputs =
                List.of(new Lowering.Output(recorder.outputs(List.of(result)).get(0), Access.CONVERTED));
        Program<A> program =
                Lowering.lower(kernels, Host.JAVA, pieces, new Locality.Batched(rowed, Set.of()), access, outputs);
        return of(result.kind(), run(program, inputs), result.shape());
    }

    private static <A> double[] run(Program<A> program, List<HostTensor> inputs) {
        Workspace<A> workspace = new Workspace<>(program);
        workspace.reserve(1);
        for (int i = 0; i < inputs.size(); i++) {
            Program.Io io = program.inputs().get(i);
            double[] data = inputs.get(i).toArray();
            program.kernels().read(DoubleBuffer.wrap(data), 0, workspace.array(io.slot()), 0, data.length);
        }
        new BlockExecutor(1, 0).run(program, workspace);
        Program.Io out = program.outputs().get(0);
        double[] result = new double[out.size()];
        program.kernels().write(workspace.array(out.slot()), 0, DoubleBuffer.wrap(result), 0, result.length);
        return result;
    }

    private static HostTensor of(Kind kind, double[] data, long... shape) {
        return kind == Kind.INDEX
                ? HostTensor.indices(
                        Arrays.stream(data).mapToLong(v -> (long) v).toArray(), shape)
                : HostTensor.of(data, shape);
    }
}
