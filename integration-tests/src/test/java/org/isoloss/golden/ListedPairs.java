/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.List;

/** The pairs that must have a mapper. */
final class ListedPairs {

    static final List<String> ALL = List.of(
            "cross_entropy/torch",
            "nll_loss/torch",
            "binary_cross_entropy/torch",
            "binary_cross_entropy_with_logits/torch",
            "sigmoid_focal_loss/torchvision",
            "soft_margin_loss/torch",
            "hinge_embedding_loss/torch",
            "multi_margin_loss/torch",
            "multilabel_margin_loss/torch",
            "multilabel_soft_margin_loss/torch",
            "dice_loss/smp",
            "list_net/allrank",
            "list_mle/allrank",
            "rank_net/allrank",
            "lambda_loss/allrank",
            "approx_ndcg/allrank",
            "margin_ranking_loss/torch",
            "ctc_loss/torch",
            "ctc_loss_raw/torch",
            "half_binomial_loss/sklearn",
            "half_multinomial_loss/sklearn",
            "l1_loss/torch",
            "mse_loss/torch",
            "huber_loss/torch",
            "smooth_l1_loss/torch",
            "kl_div/torch",
            "poisson_nll_loss/torch",
            "huber_scipy/scipy",
            "pseudo_huber/scipy",
            "absolute_error_sk/sklearn",
            "half_squared_error/sklearn",
            "half_poisson_loss/sklearn",
            "half_gamma_loss/sklearn",
            "half_tweedie_loss/sklearn",
            "half_tweedie_loss_identity/sklearn",
            "pinball_loss/sklearn",
            "kl_div_from_logits/torch",
            "kl_div_scipy/scipy",
            "rel_entr/scipy",
            "gaussian_nll_loss/torch",
            "perplexity/torch",
            "log_softmax/torch",
            "logsigmoid/torch",
            "logsumexp/torch",
            "softmax/torch",
            "softplus/torch");

    private ListedPairs() {}
}
