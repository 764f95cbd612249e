package dev.jacquard.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of several run-time compilers is taken. */
class NvrtcTest {
    @TempDir Path folder;

    @BeforeEach
    void twoCompilers() throws IOException {
        assumeTrue(EmulatedCard.possible(), "g++ is not installed");
        for (int major : new int[] {12, 13}) {
            Files.write(folder.resolve("libnvrtc.so." + major), EmulatedCard.build("a compiler", """
                    extern "C" const char* nvrtcGetErrorString(int) { return ""; }
                    extern "C" int nvrtcVersion(int* major, int* minor) { *major = MAJOR; *minor = 4; return 0; }
                    """, List.of("-DMAJOR=" + major)));
        }
    }

    private Nvrtc load(int driverVersion) {
        return Nvrtc.load(new LibrarySearch(List.of(folder), List.of()), driverVersion);
    }

    @Test
    void theNewestThatTheDriverKnowsIsTaken() {
        assertThat(load(12_040)).extracting(Nvrtc::version, Nvrtc::caveat).containsExactly("nvrtc 12.4", "");
        assertThat(load(13_000)).extracting(Nvrtc::version, Nvrtc::caveat).containsExactly("nvrtc 13.4", "");
        assertThat(load(14_010)).extracting(Nvrtc::version, Nvrtc::caveat).containsExactly("nvrtc 13.4", "");
        assertThat(Nvrtc.load(new LibrarySearch(List.of(folder), List.of())).version()).isEqualTo("nvrtc 13.4");
    }

    @Test
    void aNewerOneIsTakenWhereThereIsNoOtherAndItsRefusedCodeExplained() throws IOException {
        Files.delete(folder.resolve("libnvrtc.so.12"));
        Nvrtc newer = load(12_040);
        String caveat = folder
                + "/libnvrtc.so.13 is of CUDA 13, newer than the driver, which knows CUDA 12.4: install a newer driver, or NVRTC of CUDA 12";
        assertThat(newer.caveat()).isEqualTo(caveat);
        KernelCompiler compiler = new KernelCompiler() {
            @Override
            public String version() {
                return newer.version();
            }

            @Override
            public String caveat() {
                return newer.caveat();
            }

            @Override
            public byte[] compile(String name, String source, List<String> options) {
                return new byte[] {1};
            }
        };
        RecordingDriver driver = new RecordingDriver();
        driver.refusesModules = true;
        try (Gpu gpu = new Gpu(driver, compiler, new CubinCache(null), 0)) {
            assertThatThrownBy(() -> gpu.load("kernels", "", List.of())).isInstanceOf(CudaException.class).hasMessage(
                    "cuModuleLoadData failed: device kernel image is invalid; " + caveat);
        }
        try (Gpu gpu = new Gpu(driver, new NoCompiler(), new CubinCache(null), 0)) {
            assertThatThrownBy(() -> gpu.load("kernels", "", List.of())).isInstanceOf(CudaException.class).hasMessage(
                    "cuModuleLoadData failed: device kernel image is invalid");
        }
    }
}
