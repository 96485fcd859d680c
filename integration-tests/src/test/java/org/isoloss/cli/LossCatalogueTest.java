/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.contract.LossRecords;
import org.junit.jupiter.api.Test;

class LossCatalogueTest {

    private static final LossCatalogue ALL = LossCatalogue.all();

    /** A loss of one's own, found by its full name alone. */
    public record Foreign(double factor) implements Loss {
        private static final Port VALUES = Port.prediction("values", Domain.REAL, "N");

        public Foreign() {
            this(3);
        }

        @Override
        public Signature signature() {
            return Signature.of(VALUES);
        }

        @Override
        public Terms terms(Inputs in) {
            return Terms.of(in.get(VALUES).times(factor));
        }
    }

    @Test
    void everyLossIsThereOnceWithAllItsVariants() {
        assertThat(ALL.entries()).extracting(LossCatalogue.Entry::defaults).containsAll(LossRecords.all());
        assertThat(ALL.entries().stream().flatMap(e -> e.all().stream()))
                .containsExactlyInAnyOrderElementsOf(LossRecords.withVariants());
        assertThat(ALL.entries()).hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void aLossIsFoundByAnyOfItsNames() {
        for (String name :
                List.of("CrossEntropy", "classification.CrossEntropy", "org.isoloss.classification.CrossEntropy")) {
            assertThat(ALL.find(name).defaults()).isEqualTo(new CrossEntropy());
        }
    }

    @Test
    void aLossOfOnesOwnIsFoundByItsFullName() {
        assertThat(ALL.find(Foreign.class.getName()).defaults()).isEqualTo(new Foreign(3));
    }

    @Test
    void whatIsNoLossIsRefused() {
        for (String name : List.of("Nothing", "java.lang.Runtime", "")) {
            assertThatThrownBy(() -> ALL.find(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'%s' is not a loss on the class path; 'list' shows ours", name);
        }
        assertThatThrownBy(() -> ALL.find("org.isoloss.Loss"))
                .hasMessageStartingWith("'org.isoloss.Loss' must have a public constructor");
    }
}
