package dev.jacquard.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

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
            // Not createTempFile, whose files nobody else may read: a new file gets what the system gives new files.
            Path temporary = folder.resolve("." + whole.getFileName() + "." + UUID.randomUUID() + ".tmp");
            try {
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.READ, StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE_NEW)) {
                    content.writeTo(channel);
                    channel.force(true);
                }
                keepPermissions(whole, temporary);
                move(temporary, whole);
            } finally {
                Files.deleteIfExists(temporary);
            }
            forceFolder(folder);
        } catch (IOException e) {
            throw new JacquardException("could not write " + target + ": " + e + "; what was there before is unchanged", e);
        }
    }

    /** What the old file allowed, the new one does. */
    private static void keepPermissions(Path old, Path fresh) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(old, PosixFileAttributeView.class);
        if (view != null && Files.exists(old)) {
            Files.setPosixFilePermissions(fresh, view.readAttributes().permissions());
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
