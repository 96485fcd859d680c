/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.isoloss.ValueAndGradients;
import org.isoloss.contract.ExampleInputs;
import org.isoloss.contract.LossRecords;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.junit.jupiter.api.Test;

class LossGuideTest {

    private static final Evaluator<HostTensor> EVALUATOR = new Evaluator<>(new HostOps());

    /** Of each parameter that labels can give, a value for what has five classes, as example inputs have. */
    private static final Map<String, Object> FIGURES = Map.of(
            "classWeights", List.of(1.0, 2.0, 0.5, 1.0, 3.0),
            "labelWeights", List.of(1.0, 2.0, 0.5, 1.0, 3.0),
            "positiveWeight", 9.0,
            "alpha", 0.9,
            "ignoreIndices", List.of(-7),
            "delta", 2.5,
            "beta", 2.5);

    /** Each task with each set of up to two traits. */
    private static List<Ask> asks() {
        List<Ask> asks = new ArrayList<>();
        for (Task task : Task.values()) {
            List<Trait> traits = List.copyOf(LossGuide.traits(task));
            asks.add(new Ask(task, Set.of()));
            for (int i = 0; i < traits.size(); i++) {
                asks.add(new Ask(task, EnumSet.of(traits.get(i))));
                for (int j = 0; j < i; j++) {
                    asks.add(new Ask(task, EnumSet.of(traits.get(i), traits.get(j))));
                }
            }
        }
        return asks;
    }

    private record Ask(Task task, Set<Trait> traits) {
        List<Choice> choices() {
            return LossGuide.choose(task, traits);
        }
    }

    @Test
    void everyTaskHasAChoiceWhateverTwoTraitsItHas() {
        assertThat(asks()).hasSizeGreaterThan(150);
        assertThat(asks().stream().filter(ask -> ask.choices().isEmpty())).isEmpty();
    }

    @Test
    void theBestIsFirstAndNothingWorthlessIsShown() {
        for (Ask ask : asks()) {
            List<Integer> scores = ask.choices().stream().map(Choice::score).toList();
            assertThat(scores).isSortedAccordingTo((a, b) -> b - a).allMatch(score -> score > 0);
        }
    }

    @Test
    void everyTraitOfATaskChangesWhatIsSaidAndForSomeTaskTheRanking() {
        Set<Trait> changing = EnumSet.noneOf(Trait.class);
        for (Task task : Task.values()) {
            List<Choice> plain = LossGuide.choose(task, Set.of());
            for (Trait trait : LossGuide.traits(task)) {
                List<Choice> with = LossGuide.choose(task, EnumSet.of(trait));
                assertThat(with).as("%s with %s", task, trait).isNotEqualTo(plain);
                if (!losses(with).equals(losses(plain))) {
                    changing.add(trait);
                }
            }
        }
        assertThat(changing).containsExactly(Trait.values());
    }

    private static List<Loss> losses(List<Choice> choices) {
        return choices.stream().map(Choice::loss).toList();
    }

    @Test
    void everyLossIsInTheTableOrLeftOutForAReason() {
        Set<Class<?>> known = new HashSet<>(LossGuide.leftOut().keySet());
        assertThat(LossGuide.leftOut().values())
                .allSatisfy(why -> assertThat(why).endsWith("."));
        LossGuide.table().forEach(row -> known.add(row.loss().getClass()));

        assertThat(LossRecords.all().stream().<Class<?>>map(Loss::getClass))
                .hasSizeGreaterThanOrEqualTo(49)
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void everyLossOfTheTableIsChosenForSomething() {
        Set<Class<?>> chosen = chosen().stream().map(Loss::getClass).collect(Collectors.toSet());

        assertThat(chosen)
                .isEqualTo(LossGuide.table().stream()
                        .map(row -> row.loss().getClass())
                        .collect(Collectors.toSet()));
    }

    /** Each loss that is ever chosen, with its parameters. */
    private static Set<Loss> chosen() {
        return asks().stream().flatMap(ask -> losses(ask.choices()).stream()).collect(Collectors.toSet());
    }

    @Test
    void everyChoiceRunsAndIsFinite() {
        assertThat(chosen()).hasSizeGreaterThan(80).allSatisfy(LossGuideTest::assertFinite);
    }

    @Test
    void everyChoiceIsReadBackFromItsText() {
        assertThat(chosen()).allSatisfy(loss -> assertThat(LossConfig.parse(LossConfig.toText(loss)))
                .isEqualTo(loss));
    }

    @Test
    void whatLabelsShowIsTakenByEveryLossThatSaysSo() {
        List<Evidence> evidence = List.of(new Evidence(Optional.empty(), FIGURES, "Figures."));
        Set<String> taken = new HashSet<>();
        for (Proposal row : LossGuide.table()) {
            Loss loss = row.with(Set.of(), FIGURES).loss();
            for (String parameter : row.measured()) {
                taken.add(parameter);
                assertThat(LossConfig.toJson(loss)).contains("\"" + parameter + "\":" + json(parameter));
            }
            assertFinite(loss);
            assertThat(losses(LossGuide.choose(row.task(), Set.of(), evidence)))
                    .hasSameSizeAs(LossGuide.choose(row.task(), Set.of()));
        }
        assertThat(taken).isEqualTo(FIGURES.keySet());
    }

    private static String json(String parameter) {
        return String.valueOf(FIGURES.get(parameter)).replace(" ", "");
    }

    private static void assertFinite(Loss loss) {
        List<HostTensor> inputs = ExampleInputs.seeded(1).of(loss);
        ValueAndGradients<HostTensor> both = EVALUATOR.valueAndGradients(loss, Batch.of(inputs));
        Stream<HostTensor> all = Stream.concat(Stream.of(both.value()), both.gradients().stream());
        assertThat(all.flatMapToDouble(x -> Arrays.stream(x.toArray())))
                .as(LossConfig.toText(loss))
                .isNotEmpty()
                .allMatch(Double::isFinite);
    }

    @Test
    void everyReasonIsASentence() {
        assertThat(LossGuide.table().stream().flatMap(row -> row.reasons().stream()))
                .hasSizeGreaterThan(200)
                .allSatisfy(reason -> assertThat(reason.sentence()).matches("[A-Z0-9].*[.]"));
    }

    @Test
    void noRowNamesATraitTwice() {
        assertThat(LossGuide.table())
                .allSatisfy(row ->
                        assertThat(row.reasons().stream().map(Reason::trait)).doesNotHaveDuplicates());
    }

    @Test
    void aTraitThatChangesNothingIsRefusedInOneSentence() {
        assertThatThrownBy(() -> LossGuide.choose(Task.BOXES, EnumSet.of(Trait.GROUPS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("GROUPS changes nothing about BOXES; what does is [OUTLIERS, VARYING_NOISE]");
    }

    /** What textbooks and the authors of the losses say comes first. */
    @Test
    void theFirstChoiceIsThatOfTheLiterature() {
        Map<Ask, String> expected = Map.ofEntries(
                Map.entry(ask(Task.BINARY), "BinaryCrossEntropy"),
                Map.entry(ask(Task.BINARY, Trait.EASY_EXAMPLES), "SigmoidFocal"),
                Map.entry(ask(Task.MULTI_CLASS), "CrossEntropy"),
                Map.entry(ask(Task.MULTI_CLASS, Trait.NOISY_LABELS), "CrossEntropy(labelSmoothing=0.1)"),
                Map.entry(ask(Task.MULTI_CLASS, Trait.SOFT_LABELS), "SoftCrossEntropy"),
                Map.entry(ask(Task.MULTI_CLASS, Trait.TEACHER), "KullbackLeiblerOnLogits"),
                Map.entry(ask(Task.MULTI_LABEL), "BinaryCrossEntropy"),
                Map.entry(ask(Task.REGRESSION), "SquaredError"),
                Map.entry(ask(Task.REGRESSION, Trait.OUTLIERS), "Huber"),
                Map.entry(ask(Task.REGRESSION, Trait.COUNTS), "PoissonNll"),
                Map.entry(ask(Task.REGRESSION, Trait.MANY_ZEROS), "Tweedie"),
                Map.entry(ask(Task.REGRESSION, Trait.WIDE_RANGE), "Tweedie(power=2.0)"),
                Map.entry(ask(Task.REGRESSION, Trait.VARYING_NOISE), "GaussianNll"),
                Map.entry(ask(Task.REGRESSION, Trait.UNEQUAL_COSTS), "Quantile(quantile=0.9)"),
                Map.entry(ask(Task.EMBEDDING), "InfoNce"),
                Map.entry(ask(Task.EMBEDDING, Trait.GROUPS), "SupCon"),
                Map.entry(ask(Task.EMBEDDING, Trait.VIEWS), "NtXent(candidates=VIEWS)"),
                Map.entry(ask(Task.EMBEDDING, Trait.HARD_NEGATIVES), "MultipleNegativesRanking(negatives=1)"),
                Map.entry(ask(Task.EMBEDDING, Trait.LABELLED_PAIRS), "Contrastive"),
                Map.entry(ask(Task.EMBEDDING, Trait.GRADED_PAIRS), "CoSent"),
                Map.entry(ask(Task.RANKING, Trait.TOP_OF_LIST), "LambdaRank(topK=10)"),
                Map.entry(ask(Task.RANKING, Trait.FULL_ORDER), "ListMle"),
                Map.entry(ask(Task.RANKING, Trait.PREFERENCES), "PairwiseLogistic"),
                Map.entry(ask(Task.LANGUAGE_MODEL), "CrossEntropy"),
                Map.entry(ask(Task.TRANSCRIPTION), "Ctc"),
                Map.entry(ask(Task.SEGMENTATION), "Sum"),
                Map.entry(ask(Task.BOXES), "SmoothAbsoluteError"));
        expected.forEach((ask, loss) -> assertThat(
                        LossConfig.toText(ask.choices().get(0).loss()).replaceFirst("^(SigmoidFocal).*", "$1"))
                .as(ask.toString())
                .isEqualTo(loss));
    }

    private static Ask ask(Task task, Trait... traits) {
        return new Ask(task, Set.of(traits));
    }

    @Test
    void whatLabelsShowChoosesAsIfItWereNamed() {
        double[] rare = IntStream.range(0, 100).mapToDouble(i -> i < 10 ? 1 : 0).toArray();
        List<Evidence> evidence = Task.BINARY.evidence(List.of(rare));

        List<Choice> choices = LossGuide.choose(Task.BINARY, Set.of(), evidence);

        assertThat(LossConfig.toText(choices.get(0).loss())).isEqualTo("BinaryCrossEntropy(positiveWeight=9.0)");
        assertThat(choices.stream().map(Choice::score).toList())
                .isEqualTo(LossGuide.choose(Task.BINARY, EnumSet.of(Trait.IMBALANCE)).stream()
                        .map(Choice::score)
                        .toList());
        assertThat(LossGuide.first(Task.BINARY, Set.of(), evidence))
                .contains(choices.get(0).loss());
    }
}
