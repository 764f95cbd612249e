package dev.jacquard.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.jacquard.JacquardException;
import dev.jacquard.cuda.kernel.KernelText;
import dev.jacquard.network.FloatFormat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** When a library is loaded and asked, who wins, that its calls end up in the graph, and what happens without it. */
class LibrariesTest {
    private static final Routine.Matrices FORWARD = new Routine.Matrices(false, false, Routine.Finish.BIAS_RELU);
    /** With 64 rows, 2²² multiplications and no fewer. */
    private static final Phase LARGE = new Phase(DevicePlan.builder().perRow(256, "x").perRow(256, "y").once(256 * 256, "kernel").once(256, "bias")
            .build(), List.of(Call.of("make_y", new Work.Product(1, 0, 256, 0, 256), "y", "x", "kernel", "bias").orBy(FORWARD)), List.of());
    private final RecordingDriver driver = new RecordingDriver();
    @TempDir Path folder;

    @BeforeEach
    void aCardWithMemory() {
        driver.freeBytes = 1L << 30;
    }

    private Gpu gpu(Libraries.Use use, Libraries.Source source) {
        return new Gpu(driver, new NoCompiler(), new CubinCache(null), 0, use, source);
    }

    private Libraries.Source emulated() {
        if (!EmulatedCard.possible()) {
            System.out.println("SKIPPED: no g++ on the PATH, so there are no emulated libraries");
        }
        assumeTrue(EmulatedCard.possible(), "g++ is not installed");
        return new EmulatedLibraries((call, stream, _) -> driver.calls.add((driver.capturing ? "capture " : "run ") + call + " in " + stream));
    }

    private static Libraries.Source none() {
        return new Libraries.Source() {
            @Override
            public CublasLt cublasLt() {
                throw new CudaException("cuBLASLt was not found");
            }

            @Override
            public Cudnn cudnn() {
                throw new CudaException("cuDNN was not found");
            }
        };
    }

    /** Binds the phase, writes two graphs down and returns what was decided. */
    private List<LibraryChoice> bind(Gpu gpu, Phase phase, int rows) {
        try (KernelModule module = gpu.load("kernels", "", List.of());
                Resources resources = new Resources();
                BoundPhase bound = new BoundPhase(gpu, module, "Net", phase, rows, FloatFormat.TF32, new DeviceBatch(gpu, resources, 1), _ -> 0)) {
            driver.calls.clear();
            gpu.stream().capture(() -> bound.queueFullBatch(gpu.stream())).close();
            driver.calls.add("any number of rows");
            gpu.stream().capture(() -> bound.queue(gpu.stream())).close();
            return bound.choices();
        }
    }

    /** Work whose graph calls cuBLASLt takes so long, everything else a millisecond. */
    private void libraryTakes(float milliseconds) {
        driver.stopwatch = calls -> calls.reversed().stream().filter(call -> call.startsWith("capture ") || call.startsWith("run ")).findFirst()
                .orElse(
                        "")
                .contains("cublasLt") ? milliseconds : 1f;
    }

    private static boolean ofLibrary(String call) {
        return call.contains("cublasLtMatmul");
    }

    @Test
    void theFasterOneIsWrittenDownInItsStream() {
        libraryTakes(0.5f);
        try (Gpu gpu = gpu(Libraries.Use.TIMED, emulated())) {
            List<LibraryChoice> choices = bind(gpu, LARGE, 64);
            assertThat(driver.calls).containsSubsequence("begin capture", "capture cublasLtMatmul in " + gpu.stream().value(), "create graph",
                    "any number of rows", "begin capture");
            // A batch with fewer rows runs on kernels: a library cannot know how many there are.
            assertThat(driver.calls.subList(driver.calls.indexOf("any number of rows"), driver.calls.size())).noneMatch(LibrariesTest::ofLibrary);
            assertThat(choices).singleElement().satisfies(choice -> {
                assertThat(choice.taken()).isTrue();
                // The graphs that are measured hold two and four executions, to last about two milliseconds.
                assertThat(choice.toString()).isEqualTo("make_y, 64 rows: cuBLASLt 13.0, own kernel 500.0 µs, cuBLASLt 13.0 125.0 µs");
            });
        }
        assertThat(driver.memory).isEmpty();
    }

    @Test
    void aLibraryThatIsHardlyFasterChangesNothing() {
        libraryTakes(0.98f);
        try (Gpu gpu = gpu(Libraries.Use.TIMED, emulated())) {
            List<LibraryChoice> choices = bind(gpu, LARGE, 64);
            assertThat(driver.calls).noneMatch(LibrariesTest::ofLibrary);
            assertThat(choices).singleElement().satisfies(choice -> assertThat(choice.taken()).isFalse());
        }
    }

    @Test
    void smallProductsAreNotTimedAndLoadNothing() {
        Libraries.Source forbidden = new Libraries.Source() {
            @Override
            public CublasLt cublasLt() {
                throw new AssertionError("nothing is worth a library here");
            }

            @Override
            public Cudnn cudnn() {
                throw new AssertionError("nothing is worth a library here");
            }
        };
        try (Gpu gpu = gpu(Libraries.Use.TIMED, forbidden)) {
            assertThat(bind(gpu, LARGE, 63)).singleElement().hasToString("make_y, 63 rows: own kernel");
        }
        try (Gpu gpu = gpu(Libraries.Use.NEVER, forbidden)) {
            assertThat(bind(gpu, LARGE, 64)).isEmpty();
        }
    }

    @Test
    void asymmetricPaddingIsLeftToTheKernel() {
        Routine.Window window = new Routine.Window(4, 4, 1, 2, 2, 1, 1, 1, 1, 0, 1, 0, 1);
        Phase phase = new Phase(DevicePlan.builder().perRow(16, "x").perRow(16, "y").once(4, "kernel").build(), List.of(Call.of("make_y",
                new Work.Product(16, 0, 1, 0, 4), "y", "x", "kernel").orBy(
                        new Routine.Convolution(Routine.Direction.FORWARD, window, 1,
                                Routine.Finish.NONE))),
                List.of());
        try (Gpu gpu = gpu(Libraries.Use.ALWAYS, emulated())) {
            assertThat(bind(gpu, phase, 2)).singleElement().hasToString("make_y, 2 rows: own kernel");
            assertThat(driver.calls).noneMatch(call -> call.contains("cudnn"));
        }
    }

    /** A convolution of 2 rows of 4 x 4 with a window of 3 x 3. */
    private static Phase convolution(int filters, Routine.Finish finish) {
        Routine.Window window = new Routine.Window(4, 4, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
        Call call = Call.of("make_y", new Work.Product(16, 0, filters, 0, 9), "y", "x", "kernel", "bias");
        Routine routine = new Routine.Convolution(Routine.Direction.FORWARD, window, filters, finish);
        DevicePlan plan = DevicePlan.builder().perRow(16, "x").perRow(16 * filters, "y").once(9 * filters, "kernel").once(filters, "bias").build();
        return new Phase(plan, List.of(call.orBy(routine)), List.of());
    }

    @ParameterizedTest
    @EnumSource(names = {"BIAS", "BIAS_RELU"})
    void aConvolutionWithBiasIsOneCallBehindItsTransposition(Routine.Finish finish) {
        try (Gpu gpu = gpu(Libraries.Use.ALWAYS, emulated())) {
            assertThat(bind(gpu, convolution(2, finish), 2)).singleElement().hasToString("make_y, 2 rows: cuDNN 9.14");
            assertThat(driver.calls).startsWith("begin capture", "capture 1x256", "capture cudnnConvolutionBiasActivationForward in " + gpu.stream()
                    .value(), "create graph");
        }
        assertThat(driver.memory).isEmpty();
    }

    /** The emulated cuDNN knows no such activation, and takes no 7 filters in one call with their bias. */
    @ParameterizedTest
    @CsvSource({"2, OTHER", "7, BIAS", "7, BIAS_RELU"})
    void otherwiseItIsCalledBetweenItsTranspositionAndOurPass(int filters,
            Routine.Finish finish) {
        try (Gpu gpu = gpu(Libraries.Use.ALWAYS, emulated())) {
            assertThat(bind(gpu, convolution(filters, finish), 2)).singleElement().hasToString("make_y, 2 rows: cuDNN 9.14");
            assertThat(driver.calls).startsWith("begin capture", "capture 1x256", "capture cudnnConvolutionForward in " + gpu.stream().value(),
                    "capture 1x256", "create graph");
        }
        assertThat(driver.memory).isEmpty();
    }

    /** The call that is written down when cuDNN's two take so many milliseconds and the kernel takes one. */
    private String writtenDown(float fused, float separate) {
        driver.stopwatch = calls -> calls.reversed().stream().filter(call -> call.contains("cudnn")).findFirst().map(call -> call.contains(
                "BiasActivation") ? fused : separate).orElse(1f);
        // 2²² multiplications and more.
        try (Gpu gpu = gpu(Libraries.Use.TIMED, emulated())) {
            bind(gpu, convolution(2, Routine.Finish.BIAS), 1 << 14);
            return driver.calls.stream().takeWhile(call -> !call.equals("any number of rows")).filter(call -> call.contains("cudnn")).map(call -> call
                    .split(" ")[1]).collect(Collectors.joining(", "));
        }
    }

    @Test
    void ourPassBehindTheCallIsTimedAgainstOneCall() {
        assertThat(writtenDown(0.5f, 0.6f)).isEqualTo("cudnnConvolutionBiasActivationForward");
        assertThat(writtenDown(0.6f, 0.5f)).isEqualTo("cudnnConvolutionForward");
        assertThat(writtenDown(2, 2)).isEmpty();
    }

    /** As a version without the function that does it. */
    @Test
    void aCudnnThatCannotAddTheBiasStillConvolves() throws IOException {
        emulated();
        byte[] library = EmulatedCard.build("emulated libraries", KernelText.EMULATED_LIBRARIES.text().replace(
                "cudnnConvolutionBiasActivationForward(", "cudnnConvolutionOfLaterDays("), List.of());
        for (String file : List.of("libcudnn.so.9", "libcudnn_graph.so.9", "libcudnn_ops.so.9", "libcudnn_cnn.so.9")) {
            Files.write(folder.resolve(file), library);
        }
        Routine.Convolution convolution = (Routine.Convolution) Objects.requireNonNull(convolution(2, Routine.Finish.BIAS).calls().getFirst()
                .routine());
        try (Gpu gpu = gpu(Libraries.Use.ALWAYS, none());
                Cudnn cudnn = Cudnn.load(new LibrarySearch(List.of(folder)));
                LibraryConvolution made = new LibraryConvolution(cudnn, FloatFormat.FP32, convolution, 2, new LibraryConvolution.Operands(1, 2, 3,
                        4), gpu.libraries().workspace())) {
            assertThat(made.fusedAlgorithms()).isEmpty();
            assertThat(made.algorithms()).hasSize(2);
        }
    }

    @Test
    void aConvolutionWithoutAlgorithmIsSaidOnceAndRunsOnTheKernel() {
        // The emulated cuDNN has none for windows of 13 columns.
        Routine.Window window = new Routine.Window(1, 16, 1, 1, 13, 1, 1, 1, 1, 0, 0, 6, 6);
        Call call = Call.of("make_y", new Work.Product(16, 0, 2, 0, 13), "y", "x", "kernel");
        Routine routine = new Routine.Convolution(Routine.Direction.FORWARD, window, 2, Routine.Finish.NONE);
        DevicePlan plan = DevicePlan.builder().perRow(16, "x").perRow(32, "y").once(26, "kernel").build();
        Phase phase = new Phase(plan, List.of(call.orBy(routine)), List.of());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try (Gpu gpu = gpu(Libraries.Use.ALWAYS, emulated())) {
            assertThat(bind(gpu, phase, 2)).singleElement().hasToString("make_y, 2 rows: own kernel");
            assertThat(bind(gpu, phase, 3)).singleElement().hasToString("make_y, 3 rows: own kernel");
        } finally {
            System.setErr(before);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).containsOnlyOnce(
                "make_y runs on Jacquard's own kernel: cuDNN 9.14 has no algorithm that repeats its bits within 33554432 bytes of workspace for the "
                        + "1x13 convolution of 1x16x1 to 2 filters, forward");
    }

    @Test
    void withoutLibrariesEverythingRunsOnKernels() {
        try (Gpu gpu = gpu(Libraries.Use.TIMED, none())) {
            assertThat(bind(gpu, LARGE, 64)).singleElement().hasToString("make_y, 64 rows: own kernel");
            assertThat(driver.calls).containsSubsequence("capture 1x256", "any number of rows", "capture 1x256");
        }
    }

    @Test
    void withoutMemoryForTheWorkspaceEverythingRunsOnKernels() {
        driver.freeBytes = 2 << 20;
        try (Gpu gpu = gpu(Libraries.Use.TIMED, emulated())) {
            assertThat(bind(gpu, LARGE, 64)).singleElement().hasToString("make_y, 64 rows: own kernel");
        }
        assertThat(driver.memory).isEmpty();
    }

    @Test
    void aMissingLibraryIsNamedWithWhereItWasSearched() {
        LibrarySearch nowhere = new LibrarySearch(List.of(folder));
        try {
            CublasLt.load(nowhere).close();
            System.out.println("SKIPPED: this machine has a cuBLASLt of its own");
        } catch (CudaException e) {
            assertThat(e).hasMessageContaining("cuBLASLt").hasMessageContaining("libcublasLt.so.13").hasMessageContaining("libcublasLt.so.12")
                    .hasMessageContaining(folder.toString());
        }
        try {
            Cudnn.load(nowhere).close();
            System.out.println("SKIPPED: this machine has a cuDNN of its own");
        } catch (CudaException e) {
            assertThat(e).hasMessageContaining("cuDNN").hasMessageContaining("libcudnn.so.9").hasMessageContaining(folder.toString());
        }
    }

    @Test
    void aMissingFunctionIsNamedWithItsLibrary() throws IOException {
        emulated();
        byte[] library = EmulatedCard.build("an incomplete library", """
                extern "C" const char* cublasLtGetStatusString(int) { return ""; }
                extern "C" int cublasLtCreate(void**) { return 0; }
                extern "C" const char* cudnnGetErrorString(int) { return ""; }
                """, List.of());
        Path products = Files.write(folder.resolve("libcublasLt.so.12"), library);
        Path convolutions = Files.write(folder.resolve("libcudnn.so.8"), library);
        LibrarySearch search = new LibrarySearch(List.of(folder));
        assertThatThrownBy(() -> CublasLt.load(search)).isInstanceOf(CudaException.class).hasMessageContaining(products.toString())
                .hasMessageContaining("has no function cublasLtDestroy");
        assertThatThrownBy(() -> Cudnn.load(search)).isInstanceOf(CudaException.class).hasMessageContaining(convolutions.toString())
                .hasMessageContaining("has no function cudnnCreate");
    }

    private void refusesWithout(String part, String reason) {
        assertThatThrownBy(() -> Cudnn.load(new LibrarySearch(List.of(folder)))).isInstanceOf(CudaException.class).hasMessageContaining(folder
                + "/libcudnn.so.").hasMessageContaining("needs " + part + ", which cannot be loaded").hasMessageContaining(reason);
    }

    /** The real library ends the whole process then, with its first call. */
    @Test
    void aPartOfCudnnThatCannotBeLoadedIsNamedBeforeTheLibraryIsCalled() throws IOException {
        emulated();
        byte[] library = EmulatedCard.build("emulated libraries", KernelText.EMULATED_LIBRARIES.text(), List.of());
        Path nine = Files.write(folder.resolve("libcudnn.so.9"), library);
        refusesWithout("libcudnn_graph.so.9", "libcudnn_graph.so.9: ");
        Files.write(folder.resolve("libcudnn_graph.so.9"), library);
        refusesWithout("libcudnn_ops.so.9", "libcudnn_ops.so.9: ");
        Files.write(folder.resolve("libcudnn_ops.so.9"), library);
        Path last = Files.writeString(folder.resolve("libcudnn_cnn.so.9"), "text");
        refusesWithout("libcudnn_cnn.so.9", last + ": file too short");
        Files.write(last, library);
        Cudnn.load(new LibrarySearch(List.of(folder))).close();
        Files.move(nine, folder.resolve("libcudnn.so.8"));
        refusesWithout("libcudnn_ops_infer.so.8", "libcudnn_ops_infer.so.8: ");
    }

    @Test
    void anUnknownWishIsRefusedWithThePossibleOnes() {
        System.setProperty(Libraries.PROPERTY, "sometimes");
        try {
            assertThatThrownBy(() -> Libraries.Use.wanted(Libraries.Use.TIMED)).isInstanceOf(JacquardException.class).hasMessage(
                    "-Djacquard.cuda.libraries=sometimes: the values are timed, never and always");
        } finally {
            System.clearProperty(Libraries.PROPERTY);
        }
        assertThat(Libraries.Use.wanted(Libraries.Use.TIMED)).isEqualTo(Libraries.Use.TIMED);
    }
}
