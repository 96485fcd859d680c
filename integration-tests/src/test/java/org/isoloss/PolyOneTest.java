/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import org.isoloss.contract.LossContract;

class PolyOneTest extends LossContract {
    PolyOneTest() {
        super(new PolyOne(), new PolyOne(-0.5, Reduction.SUM));
    }
}
