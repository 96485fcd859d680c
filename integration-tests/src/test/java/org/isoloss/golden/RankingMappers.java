/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import static org.isoloss.golden.Tensors.index;
import static org.isoloss.golden.Tensors.padded;
import static org.isoloss.golden.Tensors.real;
import static org.isoloss.golden.Tensors.rows;
import static org.isoloss.golden.Tensors.rowsFirst;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.isoloss.Batch;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.host.HostTensor;
import org.isoloss.ranking.ApproxNdcg;
import org.isoloss.ranking.GradeGap;
import org.isoloss.ranking.LambdaRank;
import org.isoloss.ranking.ListMle;
import org.isoloss.ranking.ListNet;
import org.isoloss.ranking.Logarithm;
import org.isoloss.ranking.MarginRanking;
import org.isoloss.ranking.PairWeight;
import org.isoloss.ranking.PairwiseLogistic;
import org.isoloss.sequence.Ctc;

/** The losses of ranked lists, and of alignments. */
final class RankingMappers {

    /** What allRank adds to a probability, or does not let it fall below. */
    private static final double EPS = 1e-10;

    private RankingMappers() {}

    /** By "loss/impl". */
    static Map<String, Mapper> all() {
        return Map.of(
                "list_net/allrank",
                        c -> lists(c, new ListNet().withSmoothing(c.params().number("eps", EPS))),
                "list_mle/allrank",
                        c -> lists(c, new ListMle().withSmoothing(c.params().number("epsilon", EPS))),
                "rank_net/allrank", c -> lists(c, new PairwiseLogistic().withWeight(gap(c))),
                "lambda_loss/allrank", c -> lists(c, lambda(c)),
                "approx_ndcg/allrank",
                        c -> lists(c, new ApproxNdcg().withSteepness(c.params().number("alpha", 1))),
                "margin_ranking_loss/torch", RankingMappers::margin,
                "ctc_loss/torch", c -> ctc(c, "logits"),
                // the gradient that the source gives is that behind a softmax, which changes no log-probabilities
                "ctc_loss_raw/torch", c -> ctc(c, "log_probs"));
    }

    private static Mapped lists(GoldenCase c, Loss loss) {
        if (c.params().number("padded_value_indicator", -1) != -1) {
            throw new UnmappedParameter("padding has a negative grade");
        }
        return Mapped.of(loss, "y_pred", c.tensor("y_pred"), real(c.tensor("y_true")));
    }

    private static GradeGap gap(GoldenCase c) {
        boolean powers = c.params().flag("weight_by_diff_powed", false);
        if (c.params().flag("weight_by_diff", false)) {
            return GradeGap.DIFFERENCE;
        }
        return powers ? GradeGap.DIFFERENCE_OF_SQUARES : GradeGap.ONE;
    }

    private static Loss lambda(GoldenCase c) {
        Given params = c.params();
        int k = (int) params.number("k", 0);
        return new LambdaRank(
                weight(params.text("weighing_scheme", "rankNet_scheme")),
                k > 0 ? OptionalInt.of(k) : OptionalInt.empty(),
                params.number("sigma", 1),
                params.number("mu", 10),
                OptionalDouble.of(params.number("eps", EPS)),
                params.text("reduction_log", "binary").equals("natural") ? Logarithm.NATURAL : Logarithm.BINARY,
                params.reduction("sum"));
    }

    private static PairWeight weight(String scheme) {
        return switch (scheme) {
            case "rankNet_scheme" -> PairWeight.ONE;
            case "rankNetWeightedByGTDiff_scheme" -> PairWeight.GRADES;
            case "rankNetWeightedByGTDiffPowed_scheme" -> PairWeight.SQUARED_GRADES;
            case "ndcgLoss1_scheme" -> PairWeight.DISCOUNTED_GAIN;
            case "ndcgLoss2_scheme" -> PairWeight.DISTANCE;
            case "lambdaRank_scheme" -> PairWeight.SWAP;
            case "ndcgLoss2PP_scheme" -> PairWeight.DISTANCE_AND_SWAP;
            default -> throw new UnmappedParameter("there is no weight '%s'".formatted(scheme));
        };
    }

    private static Mapped margin(GoldenCase c) {
        Loss loss = new MarginRanking(c.params().number("margin", 0), c.params().reduction("mean"));
        List<HostTensor> inputs =
                List.of(rows(c.tensor("input1")), rows(c.tensor("input2")), rows(real(c.tensor("target"))));
        return new Mapped(loss, Batch.of(inputs), List.of("input1", "input2"));
    }

    private static Mapped ctc(GoldenCase c, String input) {
        Reduction reduction = c.params().reduction("mean");
        Loss loss = new Ctc(
                (int) c.params().number("blank", 0),
                reduction == Reduction.MEAN,
                c.params().flag("zero_infinity", false),
                reduction);
        HostTensor lengths = index(rows(c.tensor("target_lengths")));
        return Mapped.of(
                        loss,
                        input,
                        rowsFirst(c.tensor(input)),
                        index(rows(c.tensor("input_lengths"))),
                        padded(c.tensor("targets"), lengths),
                        lengths)
                .withRowsSecond();
    }
}
