package dev.jacquard.data;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * 70,000 grey images of 28×28 pixels of handwritten digits, 60,000 to train and 10,000 to test: (28, 28) bytes that mean byte / 255, and class
 * numbers. LeCun, Cortes, Burges: The MNIST database of handwritten digits, 1998; CC BY-SA 3.0.
 *
 * <p>{@link #load()} looks into the folder {@code mnist} below the one that the system property {@code jacquard.data} or the environment variable
 * {@code JACQUARD_DATA} names, into {@code /usr/share/datasets/mnist}, into {@code $XDG_CACHE_HOME/jacquard/mnist} or
 * {@code ~/.cache/jacquard/mnist}, and at last downloads 12 MB to there, checked by SHA-256.
 */
public final class Mnist {
    private static final ImageSet SET = new ImageSet("MNIST", "Mnist", "mnist", "",
            List.of(URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                    URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")),
            Map.of("train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                    "train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                    "t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                    "t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
            List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));

    private Mnist() {
    }

    /**
     * Loads from wherever the files are.
     *
     * @throws dev.jacquard.DataException saying everything that was tried and what to do, or what is wrong in a file
     */
    public static Split load() {
        return SET.load(Places.standard("mnist"), Download.standard());
    }

    /**
     * Loads from one folder and nowhere else.
     *
     * @param folder with {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and
     *               {@code t10k-labels-idx1-ubyte}, plain or {@code .gz}; any number of images
     * @throws dev.jacquard.DataException naming the files that are missing, or what is wrong in one
     */
    public static Split load(Path folder) {
        return SET.load(folder);
    }
}
