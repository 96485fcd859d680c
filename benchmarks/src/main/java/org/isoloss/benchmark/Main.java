/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.isoloss.benchmark.Timing.Effort;

/** {@code compare}, {@code compare --quick} or {@code compare --losses}, or any arguments of JMH. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {
        List<String> words = Arrays.asList(args);
        if (!words.contains("compare")) {
            org.openjdk.jmh.Main.main(args);
            return;
        }
        System.setProperty("jmh.ignoreLock", "true"); // what is compared runs side by side, and takes turns
        Path jar = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Comparison comparison = words.contains("--losses")
                ? Comparison.ofEveryLoss(Effort.MANY)
                : Comparison.ofPeers(words.contains("--quick") ? Effort.QUICK : Effort.FULL);
        comparison.write(jar.resolveSibling("."));
    }
}
