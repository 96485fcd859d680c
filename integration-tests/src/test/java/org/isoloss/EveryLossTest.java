/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import org.isoloss.contract.LossContract;
import org.isoloss.contract.LossRecords;

/** Every loss record of the library keeps the contract. */
class EveryLossTest extends LossContract {

    EveryLossTest() {
        super(LossRecords.withVariants());
    }
}
