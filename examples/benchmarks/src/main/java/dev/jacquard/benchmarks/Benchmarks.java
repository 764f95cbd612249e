package dev.jacquard.benchmarks;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import dev.jacquard.JacquardException;
import dev.jacquard.cpu.PeakMeter;
import dev.jacquard.data.FashionMnist;
import dev.jacquard.data.Split;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The command line: one workload on one engine, or on all of them in turn. */
@Command(name = "benchmarks", mixinStandardHelpOptions = true, version = "Jacquard benchmarks 0.1.0", sortOptions = false, description = {
    "Trains a network on Fashion-MNIST and prints what a step costs.", "",
    "One rule for every engine: the data lies in memory in the form in which the engine's users hold it, each epoch takes the samples in a "
            + "new random order, Adam with learning rate 1e-3 updates the weights, the loss is read after each step. The time of an epoch is "
            + "divided by its steps. The first epoch warms up and is not counted, unless it is the only one; ms_per_step is the median of the "
            + "others. test_accuracy is taken after the last epoch.",
    ""})
public final class Benchmarks implements Callable<Integer> {
    private static final long SEED = 42;

    private final PrintStream out;
    private final PrintStream err;

    @Parameters(paramLabel = "WORKLOAD", converter = WorkloadName.class,
            description = "mlp: 784-128-10 with dropout; cnn: two convolutions and two dense layers") private Workload workload = Workload.MLP;

    @Option(names = "--batch", paramLabel = "N", converter = Positive.class, defaultValue = "32",
            description = "Samples a step; ${DEFAULT-VALUE} when not given.") private int batch;

    @Option(names = "--threads", paramLabel = "T", converter = Positive.class,
            description = "Threads to compute with; one a core when not given.") private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--epochs", paramLabel = "E", converter = Positive.class, defaultValue = "5",
            description = "Passes over the training samples; ${DEFAULT-VALUE} when not given.") private int epochs;

    @Option(names = "--steps", paramLabel = "N", converter = Positive.class,
            description = "Steps of an epoch, for quick runs; all that the samples give when not given.") private int steps = Integer.MAX_VALUE;

    @Option(names = "--engine", paramLabel = "NAME", converter = EngineName.class, completionCandidates = EngineNames.class,
            description = "One of ${COMPLETION-CANDIDATES}; the first when not given.") private EngineKind engine = EngineKind.values()[0];

    @Option(names = "--compare", description = "Run all engines in turn and print a table with ratios.") private boolean compare;

    @Option(names = "--predict",
            description = "Do not train: print the median time of predicting one sample, from a Java array to the class, in microseconds.") private boolean predict;

    @Option(names = "--data", paramLabel = "DIR",
            description = "Folder of the four files of Fashion-MNIST, or MNIST; the usual places, then a download, when not given.") private @Nullable Path data;

    @Option(names = "--in-process", description = "Run the engine in this JVM and its environment as they are, as jacquard alone always does. "
            + "Otherwise it gets a JVM of its own whose environment is set for the thread pools of its native libraries.") private boolean inProcess;

    private Benchmarks(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Exits with 0, with 1 when a run fails, with 2 when the arguments are wrong. */
    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /** As {@link #main}, with the exit status as the result. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        return new CommandLine(new Benchmarks(out, err)).setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(Benchmarks::refuse).setExecutionExceptionHandler(Benchmarks::report).execute(arguments);
    }

    private static int refuse(CommandLine.ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println(wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        command.getErr().println("--help lists the options.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int report(Exception failure, CommandLine command, CommandLine.@Nullable ParseResult arguments) throws Exception {
        if (failure instanceof JacquardException) {
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }

    @Override
    public Integer call() {
        if (inProcess) {
            out.println(measure().line());
            return CommandLine.ExitCode.OK;
        }
        List<EngineKind> engines = compare ? List.of(EngineKind.values()) : List.of(engine);
        List<Result> results = new ArrayList<>();
        for (EngineKind kind : engines) {
            boolean here = !compare && kind.environment(workload, threads).isEmpty();
            results.add(here ? measure() : EngineProcess.run(kind, workload, threads, arguments(), err));
            if (compare) {
                out.println(results.getLast().line());
            }
        }
        printPeak(results);
        out.print(compare ? Comparison.table(results) : results.getLast().line() + System.lineSeparator());
        return CommandLine.ExitCode.OK;
    }

    /** What the processor could do at best, and the share of it that each training reached. */
    private void printPeak(List<Result> results) {
        double peak = PeakMeter.gigaflops(threads);
        if (peak == 0) {
            out.println("FMA peak: not measured, it needs java --add-modules jdk.incubator.vector");
            return;
        }
        out.printf(Locale.ROOT, "FMA peak: %.1f GFLOPS with %d thread%s%n", peak, threads, threads == 1 ? "" : "s");
        for (Result result : results) {
            if (result instanceof Result.Trained trained) {
                double reached = trained.gigaflops();
                out.printf(Locale.ROOT, "%s reached %.1f GFLOPS, %.1f %% of it%n", trained.engine(), reached, 100 * reached / peak);
            }
        }
    }

    private Result measure() {
        Split samples = data == null ? FashionMnist.load() : FashionMnist.load(data);
        int epoch = (int) Math.min(samples.train().size(), (long) steps * batch);
        Task task = new Task(workload, batch, threads, SEED, samples.train().take(epoch), samples.test());
        try (Engine opened = engine.open(task)) {
            return predict ? Measurement.predict(opened, engine.label(), task) : Measurement.train(opened, engine.label(), task, epochs, err);
        } catch (LinkageError e) {
            throw new JacquardException(engine.label() + " cannot load its native library (" + e.getMessage()
                    + "): build the benchmarks for this platform, for example with -Dpeers.platform=linux-arm64", e);
        }
    }

    /** The command line of a run, without the choice of engine. */
    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(
                List.of(workload.label(), "--batch=" + batch, "--threads=" + threads, "--epochs=" + epochs, "--steps=" + steps));
        if (data != null) {
            arguments.add("--data=" + data);
        }
        if (predict) {
            arguments.add("--predict");
        }
        return arguments;
    }

    /** A number from 1 on. */
    private static final class Positive implements CommandLine.ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            int number = Integer.parseInt(text);
            if (number < 1) {
                throw new TypeConversionException("'" + text + "' is less than 1");
            }
            return number;
        }
    }

    private static final class WorkloadName implements CommandLine.ITypeConverter<Workload> {
        @Override
        public Workload convert(String text) {
            try {
                return Workload.of(text);
            } catch (UnknownNameException e) {
                throw conversion(e);
            }
        }
    }

    private static final class EngineName implements CommandLine.ITypeConverter<EngineKind> {
        @Override
        public EngineKind convert(String text) {
            try {
                return EngineKind.of(text);
            } catch (UnknownNameException e) {
                throw conversion(e);
            }
        }
    }

    private static TypeConversionException conversion(UnknownNameException e) {
        TypeConversionException conversion = new TypeConversionException(e.getMessage());
        conversion.initCause(e);
        return conversion;
    }

    /** For the help text. */
    private static final class EngineNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        private EngineNames() {
            super(EngineKind.labels());
        }
    }
}
