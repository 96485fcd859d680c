/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

// snippet: test
import org.isoloss.contract.LossContract;

class ForecastTest extends LossContract {
    ForecastTest() {
        super(new Forecast(), new Forecast(0.5));
    }
}
// end
