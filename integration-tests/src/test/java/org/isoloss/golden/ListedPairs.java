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
            "half_binomial_loss/sklearn",
            "half_multinomial_loss/sklearn",
            "triplet_margin_loss/torch",
            "triplet_margin_with_distance_loss/torch",
            "triplet_loss_st/st",
            "cosine_embedding_loss/torch",
            "contrastive_loss_st/st",
            "multiple_negatives_ranking_loss/st",
            "multiple_negatives_symmetric_ranking_loss/st",
            "cosent_loss/st",
            "clip_loss/open_clip",
            "siglip_loss/open_clip",
            "batch_all_triplet_loss/st",
            "batch_hard_triplet_loss/st",
            "batch_hard_soft_margin_triplet_loss/st",
            "batch_semi_hard_triplet_loss/st",
            "contrastive_loss_pairs/pml",
            "triplet_margin_loss_mined/pml",
            "nt_xent_loss/pml",
            "sup_con_loss/pml");

    private ListedPairs() {}
}
