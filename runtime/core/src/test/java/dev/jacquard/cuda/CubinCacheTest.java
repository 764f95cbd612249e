package dev.jacquard.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiled kernels are kept, found again, and not trusted when they are damaged. */
class CubinCacheTest {
    @TempDir Path folder;

    private int compilations;

    private final KernelCompiler compiler = new KernelCompiler() {
        @Override
        public String version() {
            return "test 1";
        }

        @Override
        public byte[] compile(String name, String source, List<String> options) {
            compilations++;
            return (source + options).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
    };

    @Test
    void theSameTextIsCompiledOnce() {
        CubinCache cache = new CubinCache(folder);
        byte[] first = cache.compiled(compiler, "a", "text", List.of("sm_90"));
        byte[] second = new CubinCache(folder).compiled(compiler, "a", "text", List.of("sm_90"));
        assertThat(second).isEqualTo(first);
        assertThat(compilations).isEqualTo(1);
    }

    @Test
    void anotherArchitectureOrVersionIsAnotherEntry() {
        CubinCache cache = new CubinCache(folder);
        cache.compiled(compiler, "a", "text", List.of("sm_90"));
        cache.compiled(compiler, "a", "text", List.of("sm_100"));
        assertThat(compilations).isEqualTo(2);
        assertThat(CubinCache.key("1", "text", List.of("a", "b"))).isNotEqualTo(CubinCache.key("2", "text", List.of("a", "b")));
        assertThat(CubinCache.key("1", "text", List.of("ab"))).isNotEqualTo(CubinCache.key("1", "text", List.of("a", "b")));
    }

    @Test
    void aDamagedEntryIsCompiledAgain() throws IOException {
        CubinCache cache = new CubinCache(folder);
        byte[] first = cache.compiled(compiler, "a", "text", List.of("sm_90"));
        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[2] ^= 1;
        Files.write(file, bytes);
        assertThat(cache.compiled(compiler, "a", "text", List.of("sm_90"))).isEqualTo(first);
        assertThat(compilations).isEqualTo(2);
        assertThat(new CubinCache(folder).compiled(compiler, "a", "text", List.of("sm_90"))).isEqualTo(first);
        assertThat(compilations).isEqualTo(2);
    }

    @Test
    void aFolderThatCannotBeWrittenOnlyCostsTime() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        CubinCache cache = new CubinCache(file.resolve("below"));
        cache.compiled(compiler, "a", "text", List.of("sm_90"));
        cache.compiled(compiler, "a", "text", List.of("sm_90"));
        assertThat(compilations).isEqualTo(2);
    }

    @Test
    void theUsersCacheFolderFollowsTheConvention() {
        assertThat(CubinCache.folder(Map.of("XDG_CACHE_HOME", "/c"), "/home/a")).isEqualTo(Path.of("/c/jacquard"));
        assertThat(CubinCache.folder(Map.of(), "/home/a")).isEqualTo(Path.of("/home/a/.cache/jacquard"));
    }
}
