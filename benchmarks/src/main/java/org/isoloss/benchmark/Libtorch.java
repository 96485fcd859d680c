/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.log_softmax;
import static org.bytedeco.pytorch.global.torch.matmul;
import static org.bytedeco.pytorch.global.torch.mse_loss;
import static org.bytedeco.pytorch.global.torch.normalize;
import static org.bytedeco.pytorch.global.torch.set_num_threads;
import static org.bytedeco.pytorch.global.torch.triplet_margin_loss;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.SoftmaxFocal;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.TripletMargin;
import org.isoloss.regression.SquaredError;

/** Value and gradients of the same losses by libtorch: its own function where it has one, else the usual composition. */
final class Libtorch {

    private static final long MEAN = 1;

    private Libtorch() {}

    static Runnable prepare(Case c) {
        set_num_threads(Runtime.getRuntime().availableProcessors());
        List<Tensor> x = new ArrayList<>();
        Tensor y = Tensor.create(rows(c), c.rows());
        for (Given given : c.given()) {
            if (given.isIndex()) {
                y = Tensor.create(given.longs(), given.shape());
            } else {
                x.add(Tensor.create(given.floats(), given.shape()).set_requires_grad(given.differentiable()));
            }
        }
        Supplier<Tensor> loss = loss(c, x, y);
        return () -> {
            // closes every tensor made meanwhile
            PointerScope scope = new PointerScope();
            loss.get().backward();
            x.forEach(Libtorch::forgetGradient);
            scope.close();
        };
    }

    private static long[] rows(Case c) {
        return LongStream.range(0, c.rows()).toArray();
    }

    /** As an optimiser's zero_grad does. */
    private static void forgetGradient(Tensor x) {
        if (x.requires_grad()) {
            x.mutable_grad().reset();
        }
    }

    private static Supplier<Tensor> loss(Case c, List<Tensor> x, Tensor y) {
        if (c.loss() instanceof CrossEntropy ce) {
            return crossEntropy(ce, x.get(0), y);
        }
        if (c.loss() instanceof SoftmaxFocal focal) {
            return () -> focal(focal.gamma(), x.get(0), y);
        }
        if (c.loss() instanceof TripletMargin t) {
            return () -> triplet_margin_loss(x.get(0), x.get(1), x.get(2), t.margin(), 2, 1e-6, false, MEAN);
        }
        if (c.loss() instanceof BinaryCrossEntropy) {
            return () -> binary_cross_entropy_with_logits(x.get(0), x.get(1));
        }
        if (c.loss() instanceof SquaredError) {
            return () -> mse_loss(x.get(0), x.get(1), MEAN);
        }
        if (c.loss() instanceof InfoNce nce) {
            return () -> infoNce(nce.temperature().orElseThrow(), x, y);
        }
        throw new UnsupportedOperationException("no peer for " + c.loss().name());
    }

    private static Supplier<Tensor> crossEntropy(CrossEntropy ce, Tensor x, Tensor y) {
        float[] weights = new float[ce.classWeights().size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = ce.classWeights().get(i).floatValue();
        }
        TensorOptional w = weights.length == 0 ? new TensorOptional() : new TensorOptional(Tensor.create(weights));
        return () -> cross_entropy_loss(x, y, w, MEAN, Case.IGNORED, ce.labelSmoothing());
    }

    private static Tensor focal(double gamma, Tensor x, Tensor y) {
        Tensor logP = log_softmax(x, 1).gather(1, y.unsqueeze(1)).squeeze(1);
        Tensor others = logP.exp().neg().add(new Scalar(1.0));
        return others.pow(new Scalar(gamma)).mul(logP).mean().neg();
    }

    private static Tensor infoNce(double temperature, List<Tensor> x, Tensor y) {
        Tensor similarity = matmul(normalize(x.get(0)), normalize(x.get(1)).t());
        return cross_entropy_loss(similarity.div(new Scalar(temperature)), y);
    }
}
