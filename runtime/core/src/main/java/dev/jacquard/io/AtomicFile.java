package dev.jacquard.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import dev.jacquard.JacquardException;

/**
 * Writes a file whole or not at all: into a temporary file beside the target, forced to the disk, then moved over the target in one step. A reader
 * sees the old file or the new one; a crash or a full disk leaves the old one.
 */
public final class AtomicFile {
    private AtomicFile() {
    }

    /** What is to be written. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything to a new, empty file, which can also be read. */
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Writes the file, making its folder where it is missing.
     *
     * @throws JacquardException when it cannot be written; the old file, if there was one, is untouched
     */
    public static void write(Path target, Content content) {
        Path whole = target.toAbsolutePath();
        Path folder = whole.getParent();
        if (folder == null || Files.isDirectory(whole)) {
            throw new JacquardException(target + " is a folder; name a file in it");
        }
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "." + whole.getFileName() + ".", ".tmp");
            try {
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    content.writeTo(channel);
                    channel.force(true);
                }
                move(temporary, whole);
            } finally {
                Files.deleteIfExists(temporary);
            }
            forceFolder(folder);
        } catch (IOException e) {
            throw new JacquardException("could not write " + target + ": " + e + "; what was there before is unchanged", e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes the move itself durable where the system can open folders; elsewhere it is durable when the system says so. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open folders: the file is complete there all the same
            return;
        }
    }
}
