/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.List;

/** The pairs that must have a mapper. */
final class ListedPairs {

    static final List<String> ALL = List.of("binary_cross_entropy_with_logits/torch");

    private ListedPairs() {}
}
