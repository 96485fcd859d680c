/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

/** What a page is looked at with, in CSS pixels. */
enum Device {
    PHONE(360, 740, true),
    DESKTOP(1280, 900, false);

    private final int width;
    private final int height;
    private final boolean mobile;

    Device(int width, int height, boolean mobile) {
        this.width = width;
        this.height = height;
        this.mobile = mobile;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    boolean mobile() {
        return mobile;
    }
}
