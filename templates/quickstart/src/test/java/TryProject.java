import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Does with a freshly made project what its user does: compiles it without a warning, runs its program, runs its test. Everything comes from the
 * class path, nothing from a repository, so the project works before any version of it is installed.
 */
class TryProject {
    private final Path project;
    private final String packageName;

    private TryProject(Path project, String packageName) {
        this.project = project;
        this.packageName = packageName;
    }

    public static void main(String[] arguments) throws Exception {
        TryProject trial = new TryProject(Path.of(arguments[0]), arguments[1]);
        trial.requireFilledIn();
        Path classes = Files.createDirectories(trial.project.resolve("target/classes"));
        trial.compile(classes);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL(), trial.url("src/main/resources")})) {
            Thread.currentThread().setContextClassLoader(loader);
            trial.runProgram(loader);
            trial.runTests(loader);
        }
        System.out.println("The generated project compiles, learns and passes its tests.");
    }

    private URL url(String folder) throws IOException {
        return project.resolve(folder).toUri().toURL();
    }

    /** No placeholder is left in any file. */
    private void requireFilledIn() throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).filter(f -> !f.startsWith(project.resolve("target"))).toList()) {
                String text = Files.readString(file);
                for (String left : List.of("${package}", "${artifactId}", "${jacquardVersion}", "${symbol_", "#set(", "@junit.version@")) {
                    require(!text.contains(left), file + " still says " + left);
                }
            }
        }
        String pom = Files.readString(project.resolve("pom.xml"));
        require(pom.contains("<artifactId>flowers</artifactId>") && pom.contains("<version>${jacquard.version}</version>"), "the pom is " + pom);
    }

    private void compile(Path classes) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-Xlint:all,-processing", "-Werror", "--release", "25", "-d", classes.toString(),
                "-s", Files.createDirectories(project.resolve("target/generated-sources/annotations")).toString(),
                "-classpath", System.getProperty("java.class.path"), "-Ajacquard.notes=false", "-processor",
                "dev.jacquard.processor.ModelProcessor"));
        try (Stream<Path> sources = Files.walk(project.resolve("src"))) {
            sources.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(arguments::add);
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, System.out, System.out, arguments.toArray(String[]::new));
        require(result == 0, "the project does not compile, see above");
    }

    private void runProgram(ClassLoader loader) throws Exception {
        String shown = shownBy(
                () -> loader.loadClass(packageName + ".Main").getMethod("main", String[].class).invoke(null, (Object) new String[0]));
        for (String expected : List.of("Model: \"IrisModel\"", "Total params: 131", "Epoch 60/60", "versicolor", "of the first flower")) {
            require(shown.contains(expected), "the program did not print '" + expected + "' but:\n" + shown);
        }
    }

    private void runTests(ClassLoader loader) throws Exception {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(loader.loadClass(packageName + ".MainTest"))).build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        String shown = shownBy(() -> {
            LauncherFactory.create().execute(request, listener);
            return null;
        });
        TestExecutionSummary summary = listener.getSummary();
        summary.getFailures().forEach(f -> f.getException().printStackTrace(System.out));
        require(summary.getTestsSucceededCount() == 2 && summary.getTotalFailureCount() == 0,
                summary.getTestsSucceededCount() + " of the 2 tests of the project passed:\n" + shown);
    }

    /** What something prints: of interest only when it fails. */
    private static String shownBy(Callable<?> work) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
        try {
            work.call();
        } finally {
            System.setOut(before);
        }
        return shown.toString(StandardCharsets.UTF_8);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
