package dev.jacquard.benchmarks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The engines, and what the environment of a process must say for each to do its best. */
public enum EngineKind {
    /** This project on the CPU. */
    JACQUARD {
        @Override
        public Engine open(Task task) {
            return new JacquardEngine(task);
        }

        @Override
        public Map<String, String> environment(Workload workload, int threads) {
            return Map.of();
        }

        @Override
        public List<String> jvmOptions() {
            return List.of("--add-modules", "jdk.incubator.vector");
        }
    },

    /** PyTorch's C++ library, through its JavaCPP binding. */
    LIBTORCH {
        @Override
        public Engine open(Task task) {
            return new LibtorchEngine(task);
        }

        /*
         * ATen and oneDNN compute on OpenMP's threads; OpenBLAS brings a pool of its own. On as many cores as threads, two pools that both spin
         * take the cores from each other: a step of 0.3 ms took 30. So OpenBLAS stays on the calling thread. OpenMP's threads may sleep between
         * the short parallel regions of the MLP, which was faster by a little; for the CNN spinning was faster by a tenth.
         */
        @Override
        public Map<String, String> environment(Workload workload, int threads) {
            return switch (workload) {
                case MLP -> nativePools(threads, true);
                case CNN -> nativePools(threads, false);
            };
        }
    },

    /** Deeplearning4j on ND4J's native back end. */
    DL4J {
        @Override
        public Engine open(Task task) {
            return new Dl4jEngine(task);
        }

        /*
         * As for libtorch. Its many small parallel regions took 20 times as long with spinning threads as with threads that sleep between them.
         */
        @Override
        public Map<String, String> environment(Workload workload, int threads) {
            return nativePools(threads, true);
        }
    };

    /** Builds the engine's network and brings the data into its form. */
    public abstract Engine open(Task task);

    /** Variables that have to stand before the process starts, for native thread pools read them once; none for an engine all in Java. */
    public abstract Map<String, String> environment(Workload workload, int threads);

    private static Map<String, String> nativePools(int threads, boolean sleeping) {
        Map<String, String> variables = new HashMap<>();
        variables.put("OMP_NUM_THREADS", Integer.toString(threads));
        variables.put("OPENBLAS_NUM_THREADS", "1");
        if (sleeping) {
            variables.put("OMP_WAIT_POLICY", "PASSIVE");
        }
        return variables;
    }

    /** What the engine's Java wants to be started with: JavaCPP loads native libraries and uses a method that Java warns of. */
    public List<String> jvmOptions() {
        return List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    /** The name on the command line and in result lines. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Every name that {@link #of} accepts. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(EngineKind::label).toList();
    }

    /**
     * The engine of that name.
     *
     * @throws UnknownNameException when there is none
     */
    public static EngineKind of(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst()
                .orElseThrow(() -> new UnknownNameException("engine", label, labels()));
    }
}
