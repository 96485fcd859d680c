/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to compute, among JVMs that are compared: each takes it for an iteration, so that all of them meet what else the machine
 * does within the same seconds. It is the lock of the file that {@value #PROPERTY} names; without one nobody waits.
 */
final class Turn implements AutoCloseable {

    static final String PROPERTY = "isoloss.turn";

    static final Turn NOBODYS = new Turn(Optional.empty());

    private final Optional<FileChannel> file;

    private Turn(Optional<FileChannel> file) {
        this.file = file;
    }

    /** Waits for it. */
    static Turn take() {
        String name = System.getProperty(PROPERTY);
        return name == null ? NOBODYS : of(Path.of(name));
    }

    private static Turn of(Path path) {
        try {
            FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            file.lock();
            return new Turn(Optional.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (file.isPresent()) {
                file.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
