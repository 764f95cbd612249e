package dev.jacquard.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import dev.jacquard.JacquardException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private static void write(Path target, String text) {
        AtomicFile.write(target, channel -> channel.write(ByteBuffer.wrap(text.getBytes())));
    }

    private static void onlyOnPosix(Path folder) {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "file modes exist on POSIX systems only");
    }

    @Test
    void aNewFileHasTheModeOfAnyNewFile(@TempDir Path folder) throws IOException {
        onlyOnPosix(folder);
        Path usual = Files.createFile(folder.resolve("usual"));
        write(folder.resolve("new"), "text");
        assertThat(Files.getPosixFilePermissions(folder.resolve("new"))).isEqualTo(Files.getPosixFilePermissions(usual));
    }

    @Test
    void aFileThatIsReplacedKeepsItsMode(@TempDir Path folder) throws IOException {
        onlyOnPosix(folder);
        for (String mode : new String[] {"rw-------", "rw-rw-r--", "r--r--r--"}) {
            Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
            Path file = Files.writeString(folder.resolve(mode), "old");
            Files.setPosixFilePermissions(file, permissions);
            write(file, "new");
            assertThat(file).hasContent("new");
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(permissions);
        }
    }

    @Test
    void aFailureLeavesTheOldFileAndNoOther(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
            channel.write(ByteBuffer.wrap(new byte[100]));
            throw new IOException("disk full");
        })).isInstanceOf(JacquardException.class).hasMessageContainingAll(file.toString(), "disk full", "unchanged");
        assertThat(file).hasContent("old");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
