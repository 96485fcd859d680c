/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KernelProviderTest {

    /** A build whose tests run without the module would prove nothing of the vector kernels. */
    @Test
    void theBuildTestsVectorKernels() {
        assertThat(KernelProvider.choose("on").vector()).isTrue();
        assertThat(KernelProvider.choose("auto").vector()).isTrue();
        assertThat(KernelProvider.choose("on").floats())
                .hasSameClassAs(KernelProvider.choose("auto").floats());
        assertThat(KernelProvider.choose("on").reason()).isEqualTo("Vector API, since -Disoloss.vector=on asks");
    }

    @Test
    void plainLoopsCanBeAskedFor() {
        assertThat(KernelProvider.choose("off").vector()).isFalse();
        assertThat(KernelProvider.choose("off").reason()).isEqualTo("Plain loops, since -Disoloss.vector=off asks");
    }

    @Test
    void anUnknownWishIsRefused() {
        assertThatThrownBy(() -> KernelProvider.choose("fast"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("isoloss.vector must be auto, on or off, got fast");
    }

    @Test
    void theChoiceIsMadeOnceAndSaysWhy() {
        assertThat(KernelProvider.floats()).isSameAs(KernelProvider.floats());
        assertThat(KernelProvider.doubles()).isSameAs(KernelProvider.doubles());
        assertThat(KernelProvider.isVector()).isTrue();
        assertThat(KernelProvider.reason()).startsWith("Vector API, since ");
    }
}
