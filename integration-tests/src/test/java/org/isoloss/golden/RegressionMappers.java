/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import static org.isoloss.golden.Tensors.broadcast;
import static org.isoloss.golden.Tensors.real;
import static org.isoloss.golden.Tensors.reshaped;
import static org.isoloss.golden.Tensors.rows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.isoloss.Batch;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.composite.Weighted;
import org.isoloss.divergence.GaussianNll;
import org.isoloss.divergence.KullbackLeibler;
import org.isoloss.divergence.KullbackLeiblerOnLogarithms;
import org.isoloss.divergence.KullbackLeiblerOnLogits;
import org.isoloss.divergence.KullbackLeiblerOnProbabilities;
import org.isoloss.divergence.PoissonNll;
import org.isoloss.divergence.PoissonNllOnRates;
import org.isoloss.divergence.Tweedie;
import org.isoloss.divergence.TweedieOnMeans;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.AbsoluteError;
import org.isoloss.regression.Huber;
import org.isoloss.regression.PseudoHuber;
import org.isoloss.regression.Quantile;
import org.isoloss.regression.SmoothAbsoluteError;
import org.isoloss.regression.SquaredError;

/** The losses of regression and of distributions. */
final class RegressionMappers {

    private static final String INPUT = "input";
    private static final String TARGET = "target";

    private RegressionMappers() {}

    /** By "loss/impl". */
    static Map<String, Mapper> all() {
        return Map.ofEntries(
                Map.entry("l1_loss/torch", c -> elements(c, new AbsoluteError(reduction(c)))),
                Map.entry("mse_loss/torch", c -> elements(c, new SquaredError(reduction(c)))),
                Map.entry(
                        "huber_loss/torch",
                        c -> elements(c, new Huber(c.params().number("delta", 1), reduction(c)))),
                Map.entry(
                        "smooth_l1_loss/torch",
                        c -> elements(c, new SmoothAbsoluteError(c.params().number("beta", 1), reduction(c)))),
                Map.entry("kl_div/torch", RegressionMappers::kullbackLeibler),
                Map.entry("kl_div_from_logits/torch", RegressionMappers::distillation),
                Map.entry("kl_div_scipy/scipy", c -> masses(c, true)),
                Map.entry("rel_entr/scipy", c -> masses(c, false)),
                Map.entry("kl_divergence_keras/keras", RegressionMappers::kerasDivergence),
                Map.entry("poisson_nll_loss/torch", RegressionMappers::poisson),
                Map.entry("gaussian_nll_loss/torch", RegressionMappers::gaussian),
                Map.entry(
                        "huber_scipy/scipy",
                        c -> residuals(c, new Huber(c.params().number("delta", 1), Reduction.NONE))),
                Map.entry(
                        "pseudo_huber/scipy",
                        c -> residuals(c, new PseudoHuber(c.params().number("delta", 1), Reduction.NONE))),
                Map.entry("absolute_error_sk/sklearn", c -> samples(c, new AbsoluteError(Reduction.NONE))),
                Map.entry(
                        "half_squared_error/sklearn",
                        c -> samples(c, new Weighted(0.5, new SquaredError(Reduction.NONE)))),
                Map.entry("half_poisson_loss/sklearn", c -> samples(c, new PoissonNll(false, Reduction.NONE))),
                Map.entry("half_gamma_loss/sklearn", c -> samples(c, new Tweedie(2, false, Reduction.NONE))),
                Map.entry("half_tweedie_loss/sklearn", RegressionMappers::tweedie),
                Map.entry(
                        "half_tweedie_loss_identity/sklearn",
                        c -> samples(c, new TweedieOnMeans(c.params().number("power", 1.5), Reduction.NONE))),
                Map.entry(
                        "pinball_loss/sklearn",
                        c -> samples(c, new Quantile(c.params().number("quantile", 0.5), Reduction.NONE))));
    }

    private static Reduction reduction(GoldenCase c) {
        return c.params().reduction("mean");
    }

    /** torch broadcasts targets, with a warning. */
    private static Mapped elements(GoldenCase c, Loss loss) {
        HostTensor input = rows(c.tensor(INPUT));
        return Mapped.of(loss, INPUT, input, broadcast(rows(real(c.tensor(TARGET))), input.shape()));
    }

    /** Errors against a target of zeros. */
    private static Mapped residuals(GoldenCase c, Loss loss) {
        HostTensor residual = c.tensor("residual");
        HostTensor zeros = HostTensor.of(new double[residual.toArray().length], residual.shape());
        return Mapped.of(loss, "residual", residual, zeros);
    }

    /** sklearn's losses are unreduced, and multiplied by the sample weights. */
    private static Mapped samples(GoldenCase c, Loss loss) {
        c.params().text("class", "");
        Mapped mapped = Mapped.of(loss, "raw_prediction", c.tensor("raw_prediction"), real(c.tensor("y_true")));
        return c.labels().find("sample_weight").map(mapped::withSampleWeights).orElse(mapped);
    }

    /** sklearn drops what depends on the target alone, but not from the squared error. */
    private static Mapped tweedie(GoldenCase c) {
        double power = c.params().number("power", 1.5);
        return samples(c, new Tweedie(power, power == 0, Reduction.NONE));
    }

    /** What torch calls mean divides by the elements, batchmean by the first dimension. */
    private static Mapped kullbackLeibler(GoldenCase c) {
        boolean perElement = !isByRow(c);
        Loss loss = c.params().flag("log_target", false)
                ? new KullbackLeiblerOnLogarithms(perElement, byElementOrRow(c))
                : new KullbackLeibler(perElement, byElementOrRow(c));
        return Mapped.of(loss, INPUT, matrix(c.tensor(INPUT)), matrix(real(c.tensor(TARGET))));
    }

    private static boolean isByRow(GoldenCase c) {
        return c.params().text("reduction", "mean").equals("batchmean");
    }

    private static Reduction byElementOrRow(GoldenCase c) {
        return isByRow(c) ? Reduction.MEAN : reduction(c);
    }

    private static Mapped distillation(GoldenCase c) {
        HostTensor student = c.tensor("input_logits");
        long classes = student.shape()[student.shape().length - 1];
        List<HostTensor> inputs =
                List.of(reshaped(student, -1, classes), reshaped(c.tensor("target_logits"), -1, classes));
        Loss loss = new KullbackLeiblerOnLogits(!isByRow(c), byElementOrRow(c));
        Mapped mapped = new Mapped(loss, Batch.of(inputs), List.of("input_logits", "target_logits"));
        boolean further = isByRow(c) && student.shape().length > 2;
        return further ? mapped.withNormaliser(student.shape()[0]) : mapped;
    }

    /** scipy's p is the true mass, q the predicted one. */
    private static Mapped masses(GoldenCase c, boolean generalised) {
        HostTensor predicted = c.tensor("q");
        return Mapped.of(
                new KullbackLeiblerOnProbabilities(generalised, true, Reduction.NONE),
                "q",
                reshaped(predicted, 1, -1),
                reshaped(real(c.tensor("p")), 1, -1));
    }

    private static Mapped kerasDivergence(GoldenCase c) {
        HostTensor p = c.tensor("y_pred");
        long classes = p.shape()[p.shape().length - 1];
        return Mapped.of(
                new KullbackLeiblerOnProbabilities(false, false, Reduction.NONE),
                "y_pred",
                reshaped(p, -1, classes),
                reshaped(real(c.tensor("y_true")), -1, classes));
    }

    private static HostTensor matrix(HostTensor x) {
        return reshaped(x, rows(x).shape()[0], -1);
    }

    private static Mapped poisson(GoldenCase c) {
        boolean full = c.params().flag("full", false);
        double smallest = c.params().number("eps", 1e-8);
        Loss loss = c.params().flag("log_input", true)
                ? new PoissonNll(full, reduction(c))
                : new PoissonNllOnRates(full, smallest, reduction(c));
        return elements(c, loss);
    }

    private static Mapped gaussian(GoldenCase c) {
        if (!Arrays.equals(c.tensor("var").shape(), c.tensor(INPUT).shape())) {
            throw new UnmappedParameter("every element has a variance of its own");
        }
        Loss loss = new GaussianNll(c.params().number("eps", 1e-6), c.params().flag("full", false), reduction(c));
        List<HostTensor> inputs = List.of(rows(c.tensor(INPUT)), rows(c.tensor("var")), rows(real(c.tensor(TARGET))));
        return new Mapped(loss, Batch.of(inputs), List.of(INPUT, "var"));
    }
}
