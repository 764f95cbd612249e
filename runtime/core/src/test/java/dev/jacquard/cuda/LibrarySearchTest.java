package dev.jacquard.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where NVIDIA's libraries are looked for, and what is said when they are missing. */
class LibrarySearchTest {
    @TempDir Path root;

    private Path folder(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    @Test
    void thePropertyComesBeforeTheEnvironmentAndThatBeforeTheUsualFolders() throws IOException {
        Path mine = folder("mine");
        Path home = folder("home/lib64");
        Path loader = folder("loader");
        Path usual = folder("usr/local/cuda-13.0/lib64");
        Path older = folder("usr/local/cuda-12.4/lib64");
        Path python = folder("usr/local/lib/python3.12/dist-packages/nvidia/cublas/lib");
        LibrarySearch search = LibrarySearch.of(mine.toString(), Map.of("CUDA_HOME", root.resolve("home").toString(), "LD_LIBRARY_PATH",
                loader.toString()), root);
        assertThat(search.folders()).containsSubsequence(mine, home, loader, usual, older, python);
    }

    @Test
    void condasFoldersAndTheUsersPythonPackagesAreSearched() throws IOException {
        Path conda = folder("conda/lib");
        Path packages = folder("home/.local/lib/python3.13/site-packages/nvidia/cu13/lib");
        LibrarySearch search = LibrarySearch.of(null,
                Map.of("CONDA_PREFIX", root.resolve("conda").toString(), "HOME", root.resolve("home").toString()),
                root);
        assertThat(search.folders()).containsSubsequence(conda, packages);
    }

    @Test
    void aBetterNameWinsOverAnEarlierFolder() throws IOException {
        Path older = Files.createFile(folder("a").resolve("libx.so.12"));
        Path newer = Files.createFile(folder("b").resolve("libx.so.13"));
        LibrarySearch search = new LibrarySearch(List.of(root.resolve("a"), root.resolve("b")));
        assertThat(search.candidates(List.of("libx.so.13", "libx.so.12"))).containsExactly(newer.toString(), "libx.so.13", older.toString(),
                "libx.so.12");
        assertThat(search.candidates(List.of("liby.so"))).containsExactly("liby.so");
    }

    @Test
    void aFolderThatThePropertyNamesWinsOverBetterNamesElsewhere() throws IOException {
        Path mine = Files.createFile(folder("mine").resolve("libx.so.12"));
        Path newer = Files.createFile(folder("usr/lib64").resolve("libx.so.13"));
        LibrarySearch search = LibrarySearch.of(root.resolve("mine").toString(), Map.of(), root);
        assertThat(search.candidates(List.of("libx.so.13", "libx.so.12"))).startsWith(mine.toString(), newer.toString());
    }

    @Test
    void stubsAreNotSearched() throws IOException {
        Path stubs = folder("cuda/lib64/stubs");
        Files.createFile(stubs.resolve("libcuda.so"));
        LibrarySearch search = LibrarySearch.of(stubs.toString(), Map.of("LD_LIBRARY_PATH", stubs + "/"), root);
        assertThat(search.folders()).doesNotContain(stubs);
        assertThat(search.candidates(List.of("libcuda.so.1", "libcuda.so"))).containsExactly("libcuda.so.1", "libcuda.so");
    }

    @Test
    void aFileThatCannotBeLoadedIsPassedOver() throws IOException {
        assumeTrue(EmulatedCard.possible(), "g++ is not installed");
        Files.writeString(folder("a").resolve("libjacquardtest.so.1"), "text");
        Path good = Files.write(folder("b").resolve("libjacquardtest.so.1"),
                EmulatedCard.build("a library", "extern \"C\" int one() { return 1; }", List
                        .of()));
        CudaLibrary library = CudaLibrary.open("NVIDIA's test library", List.of("libjacquardtest.so.1"),
                new LibrarySearch(List.of(root.resolve("a"), root
                        .resolve("b"))));
        assertThat(library.file()).isEqualTo(good.toString());
        assertThat(library.has("one")).isTrue();
    }

    @Test
    void aMissingLibraryIsNamedWithWhereItWasSearched() {
        assertThatThrownBy(() -> CudaLibrary.open("NVIDIA's test library", List.of("libjacquardtest.so.1"), new LibrarySearch(List.of(root))))
                .isInstanceOf(CudaException.class).hasMessageContaining("NVIDIA's test library was not found")
                .hasMessageContaining("libjacquardtest.so.1").hasMessageContaining(root.toString())
                .hasMessageContaining("-D" + LibrarySearch.PROPERTY);
    }

    @Test
    void everythingThatWasTriedIsNamedWithTheReason() throws IOException {
        Path file = Files.writeString(folder("lib").resolve("libjacquardtest.so.1"), "text");
        assertThatThrownBy(
                () -> CudaLibrary.open("NVIDIA's test library", List.of("libjacquardtest.so.1"), new LibrarySearch(List.of(root.resolve("lib")))))
                .isInstanceOf(CudaException.class).hasMessageContaining("(" + file + ": file too short; libjacquardtest.so.1: ");
    }

    @Test
    void aMissingFunctionIsNamedWithItsLibrary() {
        CudaLibrary library = CudaLibrary.open("the C library", List.of("libc.so.6"), new LibrarySearch(List.of()));
        assertThatThrownBy(() -> library.function("cuNothing", java.lang.foreign.FunctionDescriptor.ofVoid())).isInstanceOf(
                CudaException.class).hasMessageContaining("libc.so.6").hasMessageContaining("cuNothing");
    }

    @Test
    void aMachineWithoutADriverHasNoCardsAndAReason() {
        Devices devices = Devices.list(new LibrarySearch(List.of(root)));
        if (devices.cards().isEmpty()) {
            assertThat(devices.reason()).isNotBlank();
        } else {
            assertThat(devices.reason()).isEmpty();
        }
        assertThat(devices.processor()).contains("cores");
    }

    @Test
    void aCompilersLogShowsTheLinesItComplainsAbout() {
        String explained = Nvrtc.explain("x.cu(2): error: identifier \"y\" is undefined\n", "int f() {\n  return y;\n}\n");
        assertThat(explained).contains("  > 2:   return y;").contains("    1: int f() {");
    }
}
