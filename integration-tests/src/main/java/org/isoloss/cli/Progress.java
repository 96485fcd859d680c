/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar that shares a terminal with a table: it leaves the cursor at the start of its line, so that the next row of
 * the table overwrites it.
 */
final class Progress implements AutoCloseable {

    private static final int WIDTH = 72;

    private final ProgressBar bar;
    private final PrintWriter out;

    Progress(String task, long steps, PrintWriter out) {
        this.out = out;
        this.bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
                .build();
    }

    private void draw(String line) {
        out.print(line + "\r");
        out.flush();
    }

    void step() {
        bar.step();
    }

    @Override
    public void close() {
        bar.close();
        draw(" ".repeat(WIDTH));
    }
}
