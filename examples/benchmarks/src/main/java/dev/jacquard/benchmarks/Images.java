package dev.jacquard.benchmarks;

import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import dev.jacquard.DataException;
import dev.jacquard.io.Idx;
import dev.jacquard.io.IdxType;

/**
 * Labelled grey images of 28 × 28 pixels, 0 … 1, with classes 0 … 9. Each engine brings them, before the clock runs, into the form in which its
 * users hold data.
 */
public final class Images {
    /** Rows, and columns, of one image. */
    public static final int SIDE = 28;

    /** Pixels of one image. */
    public static final int PIXELS = SIDE * SIDE;

    /** Classes. */
    public static final int CLASSES = 10;

    private final float[] pixels;
    private final byte[] labels;

    /**
     * Images from arrays, which are not copied.
     *
     * @param pixels count × 784, 0 … 1
     * @param labels count, 0 … 9
     * @throws DataException when there are no images, the lengths do not fit each other, or a label is out of range
     */
    public Images(float[] pixels, byte[] labels) {
        if (labels.length == 0 || pixels.length != (long) labels.length * PIXELS) {
            throw new DataException(pixels.length + " pixels and " + labels.length + " labels do not make images of " + PIXELS + " pixels");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= CLASSES) {
                throw new DataException("label " + labels[i] + " of image " + i + " is not 0 … " + (CLASSES - 1));
            }
        }
        this.pixels = pixels;
        this.labels = labels;
    }

    /**
     * Reads {@code part-images-idx3-ubyte.gz} and {@code part-labels-idx1-ubyte.gz} from a folder.
     *
     * @param folder of the four files of MNIST or Fashion-MNIST
     * @param part   {@code train} or {@code t10k}
     * @throws DataException when a file is missing or not such a file, and where to get them
     */
    public static Images read(Path folder, String part) {
        Idx images = readFile(folder.resolve(part + "-images-idx3-ubyte.gz"));
        Idx labels = readFile(folder.resolve(part + "-labels-idx1-ubyte.gz"));
        if (images.count() != (long) labels.rows() * PIXELS || labels.dimensions().size() != 1) {
            throw new DataException(folder + ": images of shape " + images.dimensions() + " and labels of shape " + labels.dimensions()
                    + " are not " + labels.rows() + " labelled images of 28 × 28 pixels");
        }
        float[] pixels = new float[Math.toIntExact(images.count())];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Byte.toUnsignedInt(images.values().get(ValueLayout.JAVA_BYTE, i)) / 255f;
        }
        return new Images(pixels, labels.values().asSlice(0, labels.rows()).toArray(ValueLayout.JAVA_BYTE));
    }

    private static Idx readFile(Path file) {
        if (!Files.exists(file)) {
            throw new DataException(
                    "There is no " + file + ": install Debian's package dataset-fashion-mnist, or name a folder with the four files of"
                            + " Fashion-MNIST (or MNIST) with --data");
        }
        Idx content = Idx.read(file);
        if (content.type() != IdxType.UBYTE) {
            throw new DataException(file + " holds " + content.type() + ", expected unsigned bytes");
        }
        return content;
    }

    /** How many. */
    public int count() {
        return labels.length;
    }

    /** The first {@code limit} images, or all when there are fewer. */
    public Images first(long limit) {
        if (limit >= count()) {
            return this;
        }
        int kept = Math.toIntExact(limit);
        return new Images(Arrays.copyOf(pixels, kept * PIXELS), Arrays.copyOf(labels, kept));
    }

    /** Pixels of {@code count} images from image {@code first} on: count × 784. */
    public float[] pixels(int first, int count) {
        return Arrays.copyOfRange(pixels, first * PIXELS, (first + count) * PIXELS);
    }

    /** Copies the pixels of one image to {@code target} from {@code offset} on. */
    public void copyPixels(int image, float[] target, int offset) {
        System.arraycopy(pixels, image * PIXELS, target, offset, PIXELS);
    }

    /** The class of one image, 0 … 9. */
    public int label(int image) {
        return labels[image];
    }

    /** The class of every image. */
    public long[] labels() {
        long[] classes = new long[labels.length];
        Arrays.setAll(classes, i -> labels[i]);
        return classes;
    }
}
