package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.Note;
import dev.jacquard.cuda.Libraries.Use;
import dev.jacquard.cuda.Routine.Direction;
import dev.jacquard.cuda.Routine.Finish;
import dev.jacquard.network.FloatFormat;

import org.jspecify.annotations.Nullable;

/**
 * Decides for each operation of a phase who does it for a whole batch: its kernel, or a library where that was faster when both were tried with the
 * very memory they are going to work on. Batches with fewer rows always run on kernels, which read the number of rows on the card; a library is told
 * when the graph is written down.
 */
final class LibraryBinder implements AutoCloseable {
    /**
     * Multiplications below which nobody is timed. So many take a card of today less than a microsecond, as long as starting any kernel takes: a
     * library has nothing to gain, and the same kernel in every run gives the same bits in every run.
     */
    private static final long WORTH_TIMING = 1L << 22;
    /** A library that is less than this much faster changes nothing but the bits. */
    private static final double CLEARLY = 0.97;
    private static final int TILE = 32;
    private final Gpu gpu;
    private final KernelModule module;
    private final FloatFormat format;
    private final int rows;
    private final DeviceMemory values;
    private final DeviceBatch batch;
    private final Libraries libraries;
    private final long largestKernel;
    private final Arena arena = Arena.ofShared();
    private final Resources resources = new Resources();
    private final List<LibraryProduct> products = new ArrayList<>();
    private final List<LibraryConvolution> convolutions = new ArrayList<>();
    private final List<LibraryChoice> choices = new ArrayList<>();
    private @Nullable DeviceMemory scratch;
    private boolean ready;

    /** Each algorithm of a library as all the work that takes the kernel's place. */
    private record Candidate(String library, List<List<Queued>> algorithms) {
    }

    /**
     * Prepares for a phase.
     *
     * @param rows   of a whole batch
     * @param values the memory of the phase's values, which nothing has been computed in yet
     */
    LibraryBinder(Gpu gpu, KernelModule module, FloatFormat format, Phase phase, int rows, DeviceMemory values, DeviceBatch batch) {
        this.gpu = gpu;
        this.module = module;
        this.format = format;
        this.rows = rows;
        this.values = values;
        this.batch = batch;
        libraries = gpu.libraries();
        largestKernel = phase.calls().stream().mapToLong(call -> call.routine() instanceof Routine.Convolution convolution ? size(convolution) : 0)
                .max().orElse(0);
    }

    private static long size(Routine.Convolution convolution) {
        Routine.Window w = convolution.window();
        return (long) w.sizeY() * w.sizeX() * w.channels() * convolution.filters();
    }

    /** What was decided, in the order of the operations that a library could have done. */
    List<LibraryChoice> choices() {
        return List.copyOf(choices);
    }

    /**
     * What does an operation for a whole batch.
     *
     * @param addresses of the call's operands
     * @param kernels   our own way
     * @param rest      what a library may leave to do
     */
    List<Queued> fullBatch(Call call, List<Long> addresses, List<Queued> kernels, List<Queued> rest) {
        Routine routine = call.routine();
        Work.Product product = call.work().asProduct();
        if (routine == null || product == null || libraries.use() == Use.NEVER) {
            return kernels;
        }
        if (libraries.use() == Use.TIMED && product.height(rows) * product.n() * product.depth(rows) < WORTH_TIMING) {
            choices.add(new LibraryChoice(call.kernel(), rows, "", false, 0, 0));
            return kernels;
        }
        try {
            Candidate candidate = switch (routine) {
                case Routine.Matrices matrices -> candidate(call, product, matrices, addresses, rest);
                case Routine.Convolution convolution -> candidate(call, product, convolution, addresses, rest);
            };
            if (candidate == null) {
                choices.add(new LibraryChoice(call.kernel(), rows, "", false, 0, 0));
                return kernels;
            }
            prepare();
            return libraries.use() == Use.ALWAYS ? first(call, candidate, kernels) : fastest(call, candidate, kernels);
        } catch (CudaException e) {
            return refused(call, kernels, e);
        }
    }

    private List<Queued> refused(Call call, List<Queued> kernels, CudaException e) {
        Note.sayOnce(LibraryBinder.class, call.kernel() + " runs on Jacquard's own kernel: " + e.getMessage());
        choices.add(new LibraryChoice(call.kernel(), rows, "", false, 0, 0));
        return kernels;
    }

    /** Ordinary numbers in the values, and the number of rows where kernels look for it. */
    private void prepare() {
        if (!ready && libraries.use() == Use.TIMED) {
            // 0x3c3c3c3c is the float 0.0115.
            gpu.driver().fill(values.value(), (byte) 0x3c, values.bytes(), gpu.stream().value());
        }
        if (!ready) {
            batch.setRows(rows, gpu.stream());
            gpu.stream().await();
            ready = true;
        }
    }

    private List<Queued> first(Call call, Candidate candidate, List<Queued> kernels) {
        CudaException failure = null;
        for (List<Queued> algorithm : candidate.algorithms) {
            try {
                algorithm.forEach(each -> each.queue(gpu.stream()));
                gpu.stream().await();
                choices.add(new LibraryChoice(call.kernel(), rows, candidate.library, true, 0, 0));
                return algorithm;
            } catch (CudaException e) {
                failure = e;
            }
        }
        return failure == null ? kernels : refused(call, kernels, failure);
    }

    private List<Queued> fastest(Call call, Candidate candidate, List<Queued> kernels) {
        double own = Stopwatch.microseconds(gpu, kernels);
        double best = Double.MAX_VALUE;
        List<Queued> chosen = kernels;
        CudaException failure = null;
        for (List<Queued> algorithm : candidate.algorithms) {
            try {
                double time = Stopwatch.microseconds(gpu, algorithm);
                if (time < best) {
                    best = time;
                    chosen = algorithm;
                }
            } catch (CudaException e) {
                // A proposal may turn out not to fit; the others are still tried.
                failure = e;
            }
        }
        if (best == Double.MAX_VALUE) {
            return failure == null ? kernels : refused(call, kernels, failure);
        }
        boolean taken = best < own * CLEARLY;
        choices.add(new LibraryChoice(call.kernel(), rows, candidate.library, taken, own, best));
        return taken ? chosen : kernels;
    }

    private @Nullable Candidate candidate(Call call, Work.Product product, Routine.Matrices matrices, List<Long> addresses, List<Queued> rest) {
        CublasLt library = libraries.cublasLt();
        if (library == null) {
            return null;
        }
        if (matrices.finish() != Finish.COLUMN_SUMS) {
            List<Queued> behind = matrices.finish() == Finish.OTHER ? List.of(finish(call, product, addresses)) : List.of();
            return new Candidate(library.version(), algorithms(library, product, matrices, addresses, behind));
        }
        // With the sums, for which it may have no algorithm, and without them.
        List<List<Queued>> algorithms = new ArrayList<>();
        CudaException refusal = null;
        Routine.Matrices without = new Routine.Matrices(matrices.transposeLeft(), matrices.transposeRight(), Finish.NONE);
        for (Routine.Matrices way : List.of(matrices, without)) {
            try {
                algorithms.addAll(algorithms(library, product, way, addresses, way == without ? rest : List.of()));
            } catch (CudaException e) {
                refusal = e;
            }
        }
        if (algorithms.isEmpty() && refusal != null) {
            throw refusal;
        }
        return new Candidate(library.version(), algorithms);
    }

    private List<List<Queued>> algorithms(CublasLt library, Work.Product product, Routine.Matrices matrices, List<Long> addresses,
            List<Queued> behind) {
        boolean bias = addresses.size() > 3 && matrices.finish() != Finish.OTHER;
        LibraryProduct made = new LibraryProduct(library, format, matrices, new LibraryProduct.Operands(product.height(rows), product.n(), product
                .depth(rows), addresses.get(0), addresses.get(1), addresses.get(2), bias ? addresses.get(3) : 0), libraries.workspace());
        products.add(made);
        return made.algorithms().stream().map(algorithm -> around(List.of(), algorithm, behind)).toList();
    }

    private @Nullable Candidate candidate(Call call, Work.Product product, Routine.Convolution convolution, List<Long> addresses,
            List<Queued> rest) {
        Cudnn library = convolution.window().symmetric() ? libraries.cudnn() : null;
        if (library == null) {
            return null;
        }
        Routine.Window w = convolution.window();
        int height = w.sizeY() * w.sizeX() * w.channels();
        long turned = scratch().value();
        boolean kernelGradient = convolution.direction() == Direction.KERNEL_GRADIENT;
        LibraryConvolution.Operands operands = switch (convolution.direction()) {
            // y, x, kernel, and a bias if there is one.
            case FORWARD -> new LibraryConvolution.Operands(addresses.get(1), turned, addresses.get(0), addresses.size() > 3 ? addresses.get(3) : 0);
            // dx, dy, kernel.
            case INPUT_GRADIENT -> new LibraryConvolution.Operands(addresses.get(0), turned, addresses.get(1), 0);
            // dk, x, dy.
            case KERNEL_GRADIENT -> new LibraryConvolution.Operands(addresses.get(1), turned, addresses.get(2), 0);
        };
        LibraryConvolution made = new LibraryConvolution(library, format, convolution, rows, operands, libraries.workspace());
        convolutions.add(made);
        List<Queued> before = kernelGradient ? List.of() : List.of(transpose(turned, addresses.get(2), height, convolution.filters()));
        List<Queued> behind = kernelGradient ? around(List.of(), transpose(addresses.get(0), turned, convolution.filters(), height), rest)
                : convolution.finish() == Finish.NONE ? List.of() : List.of(finish(call, product, addresses));
        List<List<Queued>> algorithms = new ArrayList<>();
        made.fusedAlgorithms().forEach(algorithm -> algorithms.add(around(before, algorithm, List.of())));
        made.algorithms().forEach(algorithm -> algorithms.add(around(before, algorithm, behind)));
        return new Candidate(library.version(), algorithms);
    }

    private static List<Queued> around(List<Queued> before, Queued algorithm, List<Queued> behind) {
        List<Queued> all = new ArrayList<>(before);
        all.add(algorithm);
        all.addAll(behind);
        return List.copyOf(all);
    }

    /** Where kernels lie in cuDNN's order; one convolution after another uses it. */
    private DeviceMemory scratch() {
        DeviceMemory taken = scratch;
        if (taken == null) {
            taken = resources.own(gpu.allocate("a kernel in cuDNN's order", 4 * largestKernel));
            scratch = taken;
        }
        return taken;
    }

    /** From (height, width) to (width, height). */
    private Queued transpose(long to, long from, int height, int width) {
        return module.kernel("transpose_matrix").prepare(new Grid(Math.ceilDiv(width, TILE), Math.ceilDiv(height, TILE), 1, Work.THREADS), 0, false,
                Arguments.of(arena, to, from, height, width));
    }

    /** Bias and activation in place: the kernel that adds up parts, given the result as the only one. */
    private Queued finish(Call call, Work.Product product, List<Long> addresses) {
        List<Object> arguments = new ArrayList<>(addresses);
        arguments.add(addresses.get(0));
        arguments.add(batch.memory());
        arguments.add(1);
        return module.kernel(call.kernel() + "_sum").prepare(Work.addingUp(1, product.height(rows) * product.n()), 0, false, Arguments.of(
                arena, arguments.toArray()));
    }

    @Override
    public void close() {
        products.forEach(LibraryProduct::close);
        convolutions.forEach(LibraryConvolution::close);
        resources.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
