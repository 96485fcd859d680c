/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

/** Says a golden case in our words. It may rename, reshape and cast, never compute. */
@FunctionalInterface
interface Mapper {

    /**
     * The same evaluation here. Whatever a case has and the mapper does not ask for makes the case unmapped.
     *
     * @throws UnmappedParameter if a parameter of the case can't be expressed
     */
    Mapped map(GoldenCase golden);
}
