package dev.jacquard.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The binding of the driver, to a library that has its functions and no card. */
class ForeignDriverTest {
    private static final int CARD = 7;
    @TempDir Path folder;

    @Test
    void aCardsContextIsOpenedOnceInTheProcess() throws IOException {
        assumeTrue(EmulatedCard.possible(), "g++ is not installed");
        StringBuilder source = new StringBuilder("""
                extern "C" int cuInit(unsigned) { return 0; }
                extern "C" int cuDevicePrimaryCtxRetain(unsigned long* context, int) {
                  static unsigned long number = 100;
                  *context = ++number;
                  return 0;
                }
                """);
        for (String function : List.of("cuGetErrorName", "cuGetErrorString", "cuLaunchCooperativeKernel", "cuLaunchKernel", "cuGraphLaunch",
                "cuMemcpyHtoDAsync_v2", "cuMemcpyDtoHAsync_v2", "cuStreamSynchronize", "cuEventRecord", "cuEventSynchronize", "cuStreamWaitEvent",
                "cuCtxSetCurrent")) {
            source.append("extern \"C\" int ").append(function).append("() { return 1; }\n");
        }
        Files.write(folder.resolve("libcuda.so.1"), EmulatedCard.build("a driver", source.toString(), List.of()));
        LibrarySearch search = new LibrarySearch(List.of(folder), List.of());
        long context = ForeignDriver.load(search).context(CARD);
        assertThat(context).isEqualTo(101);
        assertThat(ForeignDriver.load(search).context(CARD)).isEqualTo(context);
    }
}
