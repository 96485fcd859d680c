/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.isoloss.Check;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Rows;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Sigmoid loss of pairs in a batch: each image and text, by themselves, must be told to belong together or not.
 *
 * <pre>
 * l[i] = sum_j log(1 + exp(-y[i, j] z[i, j])),   y[i, j] = 1 if i = j, else -1
 * z[i, j] = k similarity(image[i], text[j]) + b
 * </pre>
 *
 * <p>Ports: {@code image [N, D]}, {@code text [N, D]}, embeddings; {@code scale []}, greater than 0, and {@code bias []}, if they
 * are not fixed: differentiable scalars.
 *
 * <p>The mean divides by the number of rows that count, not of pairs.
 *
 * <p>Edges: a masked row has neither image nor text.
 *
 * <p>Source: Zhai et al. 2023, algorithm 1; {@code SigLipLoss} of open_clip at 89fb801, which takes embeddings as they are: {@link
 * Similarity#DOT}.
 *
 * @param scale k, greater than 0; empty: a port; 10
 * @param bias b; empty: a port; -10
 * @param similarity {@link Similarity#COSINE}
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record SigLip(OptionalDouble scale, OptionalDouble bias, Similarity similarity, Reduction reduction)
        implements Loss {

    private static final Port IMAGE = Port.prediction("image", Domain.EMBEDDING, "N D");
    private static final Port TEXT = Port.prediction("text", Domain.EMBEDDING, "N D");
    private static final Port SCALE = Port.prediction("scale", Domain.POSITIVE, "");
    private static final Port BIAS = Port.prediction("bias", Domain.REAL, "");

    public SigLip {
        scale.ifPresent(k -> Check.above("scale", k, 0));
        bias.ifPresent(b -> Check.finite("bias", b));
    }

    public SigLip() {
        this(OptionalDouble.of(10), OptionalDouble.of(-10), Similarity.COSINE, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        Stream<Port> learned = Stream.concat(
                scale.isPresent() ? Stream.of() : Stream.of(SCALE), bias.isPresent() ? Stream.of() : Stream.of(BIAS));
        return Signature.of(Stream.concat(Stream.of(IMAGE, TEXT), learned).toArray(Port[]::new))
                .rows(Rows.COUPLED);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor table = similarity.table(in.get(IMAGE), in.get(TEXT));
        Tensor scaled = scale.isPresent() ? table.times(scale.getAsDouble()) : table.times(in.get(SCALE));
        Tensor z = bias.isPresent() ? scaled.plus(bias.getAsDouble()) : scaled.plus(in.get(BIAS));
        Tensor at = z.range(z.size(0));
        Tensor pairs = z.negate().where(at.asColumn().isEqualTo(at), z).softplus();
        return Terms.of(in.kept().map(k -> pairs.where(k, 0)).orElse(pairs).sum(-1));
    }

    public SigLip withScale(double scale) {
        return new SigLip(OptionalDouble.of(scale), bias, similarity, reduction);
    }

    public SigLip withBias(double bias) {
        return new SigLip(scale, OptionalDouble.of(bias), similarity, reduction);
    }

    /** With scale and bias as differentiable ports. */
    public SigLip withLearnedScaleAndBias() {
        return new SigLip(OptionalDouble.empty(), OptionalDouble.empty(), similarity, reduction);
    }

    public SigLip withSimilarity(Similarity similarity) {
        return new SigLip(scale, bias, similarity, reduction);
    }

    public SigLip withReduction(Reduction reduction) {
        return new SigLip(scale, bias, similarity, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new SigLip().withLearnedScaleAndBias(),
                new SigLip().withSimilarity(Similarity.DOT).withScale(1).withBias(0),
                new SigLip().withReduction(Reduction.NONE));
    }
}
