/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import org.isoloss.contract.FusedContract;
import org.isoloss.contract.LossRecords;

/** Every loss record of the library, and its variants, as programs. */
class EveryProgramTest extends FusedContract {

    EveryProgramTest() {
        super(LossRecords.withVariants());
    }
}
