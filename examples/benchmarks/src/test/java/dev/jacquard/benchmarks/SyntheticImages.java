package dev.jacquard.benchmarks;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import dev.jacquard.io.Idx;
import dev.jacquard.io.IdxType;

/** Files like Fashion-MNIST's whose classes are told apart at a glance: noise with a bright band, higher up or lower down. */
final class SyntheticImages {
    private static final int BAND = Workload.PIXELS / Workload.CLASSES;

    private SyntheticImages() {
    }

    static void write(Path folder, int train, int test) {
        write(folder, "train", train);
        write(folder, "t10k", test);
    }

    private static void write(Path folder, String part, int count) {
        Random random = new Random(count);
        byte[] pixels = new byte[count * Workload.PIXELS];
        byte[] labels = new byte[count];
        for (int image = 0; image < count; image++) {
            labels[image] = (byte) random.nextInt(Workload.CLASSES);
            for (int p = 0; p < Workload.PIXELS; p++) {
                int brightness = p / BAND == labels[image] ? 150 : 0;
                pixels[image * Workload.PIXELS + p] = (byte) (brightness + random.nextInt(100));
            }
        }
        new Idx(IdxType.UBYTE, List.of(count, Workload.SIDE, Workload.SIDE), MemorySegment.ofArray(pixels))
                .write(folder.resolve(part + "-images-idx3-ubyte.gz"));
        new Idx(IdxType.UBYTE, List.of(count), MemorySegment.ofArray(labels)).write(folder.resolve(part + "-labels-idx1-ubyte.gz"));
    }
}
