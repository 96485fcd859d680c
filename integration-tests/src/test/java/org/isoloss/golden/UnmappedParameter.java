/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

/** A case asks for something that our losses have no parameter for. The message is a sentence that says what. */
final class UnmappedParameter extends UnsupportedOperationException {

    private static final long serialVersionUID = 1;

    UnmappedParameter(String sentence) {
        super(sentence);
    }
}
