/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages say of the examples in words. */
class ExamplesTest {

    private static final String UNSEEN = "perplexity of unseen text";

    @ParameterizedTest
    @ValueSource(strings = {"Djl", "Dl4j"})
    void theFirstNetworkLearns(String framework) {
        Figures f = Examples.of(framework + "FirstSteps");
        assertThat(f.get("epoch 4", "accuracy")).isGreaterThan(f.get("epoch 1", "accuracy"));
        assertThat(f.get("epoch 4", "perplexity")).isLessThan(f.get("epoch 1", "perplexity"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Djl", "Dl4j"})
    void weightsRaiseTheRecallOfTheRareClass(String framework) {
        Figures f = Examples.of(framework + "Imbalance");
        String rare = "recall of the rare class";
        assertThat(f.get("class weights", rare)).isGreaterThan(f.get("plain", rare));
        assertThat(f.get("focal with weights", rare)).isGreaterThan(f.get("focal", rare));
        assertThat(f.get("class weights", "recall of the other")).isLessThan(f.get("plain", "recall of the other"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Djl", "Dl4j"})
    void grossErrorsSpoilTheSquaredErrorMost(String framework) {
        Figures f = Examples.of(framework + "Regression");
        String error = "mean absolute error";
        assertThat(f.get("Huber", error)).isLessThan(f.get("squared error", error) / 2);
        assertThat(f.get("median", error)).isLessThan(f.get("squared error", error) / 2);
        String below = "share of targets below the prediction";
        assertThat(f.get("lower decile", below)).isLessThan(f.get("median", below) - 0.2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Djl", "Dl4j"})
    void everyEmbeddingLossRaisesTheRecall(String framework) {
        Figures f = Examples.of(framework + "Embedding");
        double before = f.get("before training", "recall@1");
        for (String loss : List.of("triplets, mined", "triplets, given", "InfoNCE of pairs")) {
            assertThat(f.get(loss, "recall@1")).as(loss).isGreaterThan(before + 0.2);
        }
        assertThat(f.get("triplets, mined", "recall@1")).isGreaterThan(f.get("triplets, given", "recall@1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Djl", "Dl4j"})
    void everyRankingLossRaisesTheGain(String framework) {
        Figures f = Examples.of(framework + "Ranking");
        double before = f.get("before training", "NDCG");
        assertThat(f.get("ListNet", "NDCG")).isGreaterThan(before + 0.05);
        assertThat(f.get("LambdaRank", "NDCG")).isGreaterThan(before + 0.05);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DjlLanguage", "Dl4jLanguage", "DjlRecurrent", "Dl4jRecurrent"})
    void thePerplexityOfUnseenTextFalls(String example) {
        Figures f = Examples.of(example);
        List<String> epochs = f.names();
        assertThat(epochs).hasSizeGreaterThanOrEqualTo(4);
        for (int i = 1; i < epochs.size(); i++) {
            assertThat(f.get(epochs.get(i), UNSEEN)).isLessThan(f.get(epochs.get(i - 1), UNSEEN));
        }
    }

    @Test
    void bothFrameworksHaveTheSamePerplexity() {
        Figures djl = Examples.of("DjlLanguage");
        Figures dl4j = Examples.of("Dl4jLanguage");
        assertThat(dl4j.names()).isEqualTo(djl.names()).hasSize(4);
        for (String epoch : djl.names()) {
            double perplexity = djl.get(epoch, UNSEEN);
            assertThat(dl4j.get(epoch, UNSEEN)).isCloseTo(perplexity, within(1e-4 * perplexity));
        }
    }

    /** The last batch of the unseen text is a small one. */
    @Test
    void theMeanOfBatchLossesIsSomethingElse() {
        Figures f = Examples.of("DjlLanguage");
        double perplexity = f.get("4", UNSEEN);
        assertThat(Math.abs(f.get("4", "exp of the mean of batch losses") - perplexity))
                .isGreaterThan(1e-3 * perplexity);
    }
}
