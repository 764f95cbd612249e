package dev.jacquard.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.jacquard.DataException;
import dev.jacquard.io.Idx;
import dev.jacquard.io.IdxType;
import dev.jacquard.network.Column;
import dev.jacquard.network.Shape;

/**
 * A set of small grey images in four IDX files, as MNIST.
 *
 * @param title         how people call it
 * @param loader        the class that loads it, for messages
 * @param folder        its folder in a collection of data sets
 * @param debianPackage that holds it; empty for none
 * @param hosts         folders on the network that hold the four files as {@code .gz}, best first
 * @param checksums     SHA-256 of each unpacked file
 * @param classes       in the order of their numbers
 */
record ImageSet(String title, String loader, String folder, String debianPackage, List<URI> hosts, Map<String, String> checksums,
        List<String> classes) {
    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
    private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";
    /** The four files, without {@code .gz}. */
    static final List<String> FILES = List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS);
    private static final int SIDE = 28;

    /**
     * Loads from one folder and nowhere else.
     *
     * @throws DataException naming the files that are missing there, or what is wrong in one
     */
    Split load(Path from) {
        List<String> missing = missing(from);
        if (!missing.isEmpty()) {
            throw new DataException(from.toAbsolutePath() + " does not hold " + title + ": "
                    + (Files.isDirectory(from) ? "it lacks " + missing : "there is no such folder") + "; needed are " + FILES + ", plain or .gz");
        }
        return new Split(part(from, TRAIN_IMAGES, TRAIN_LABELS), part(from, TEST_IMAGES, TEST_LABELS));
    }

    /**
     * Loads from the first place that has all files, after downloading them to the last where none has.
     *
     * @throws DataException saying everything that was tried, and what to do
     */
    Split load(Places places, Download download) {
        List<String> tried = new ArrayList<>();
        for (Places.Place place : places.folders()) {
            List<String> missing = missing(place.folder());
            if (missing.isEmpty()) {
                return load(place.folder());
            }
            tried.add(place.folder() + " (" + place.what() + "): "
                    + (Files.isDirectory(place.folder()) ? "lacks " + missing : "no such folder"));
        }
        for (String file : missing(places.cache())) {
            if (!fetched(file, places.cache(), download, tried)) {
                throw notFound(places, tried);
            }
        }
        return load(places.cache());
    }

    private boolean fetched(String file, Path cache, Download download, List<String> tried) {
        for (URI host : hosts) {
            String checksum = checksums.getOrDefault(file, "");
            if (download.fetch(host.resolve(file + ".gz"), cache.resolve(file + ".gz"), checksum, tried)) {
                return true;
            }
        }
        return false;
    }

    private DataException notFound(Places places, List<String> tried) {
        StringBuilder message = new StringBuilder(title + " is not on this machine and could not be downloaded. Tried:\n");
        tried.forEach(t -> message.append("  - ").append(t).append('\n'));
        message.append("Do one of these:\n");
        if (!debianPackage.isEmpty()) {
            message.append("  - on Debian or Ubuntu: apt install ").append(debianPackage).append('\n');
        }
        message.append("  - put the files ").append(String.join(", ", FILES)).append(", plain or .gz, into a folder and call ").append(loader)
                .append(".load(folder)\n  - or put them into ").append(places.cache()).append(", or into ").append(folder)
                .append(" below the folder that JACQUARD_DATA names\n  - connect to the network and run again");
        return new DataException(message.toString());
    }

    private static List<String> missing(Path from) {
        return FILES.stream().filter(f -> !Files.exists(from.resolve(f)) && !Files.exists(from.resolve(f + ".gz"))).toList();
    }

    private static Path file(Path from, String name) {
        Path packed = from.resolve(name + ".gz");
        return Files.exists(packed) ? packed : from.resolve(name);
    }

    private Dataset part(Path from, String imageFile, String labelFile) {
        Path imagePath = file(from, imageFile);
        Idx images = Idx.read(imagePath);
        if (images.type() != IdxType.UBYTE || !images.dimensions().equals(List.of(images.rows(), SIDE, SIDE)) || images.rows() == 0) {
            throw new DataException(imagePath + " holds " + images.type() + " " + images.dimensions() + ", but " + title
                    + " is UBYTE [images, 28, 28]");
        }
        Path labelPath = file(from, labelFile);
        Idx labels = Idx.read(labelPath);
        if (labels.type() != IdxType.UBYTE || !labels.dimensions().equals(List.of(images.rows()))) {
            throw new DataException(labelPath + " holds " + labels.type() + " " + labels.dimensions() + ", but " + imagePath + " has "
                    + images.rows() + " images: one UBYTE for each is needed");
        }
        Column image = new Column.Bytes(images.values(), images.rows(), Shape.of(SIDE, SIDE), 1 / 255f, 0);
        return new Dataset(List.of(NamedColumn.unnamed(image)), List.of(new NamedColumn("", labels(labelPath, labels), List.of(), classes)));
    }

    private Column labels(Path path, Idx labels) {
        MemorySegment numbers = ArrayColumns.allocate(4L * labels.rows());
        for (int row = 0; row < labels.rows(); row++) {
            int label = Byte.toUnsignedInt(labels.values().get(ValueLayout.JAVA_BYTE, row));
            if (label >= classes.size()) {
                throw new DataException(path + ", row " + row + ": class " + label + ", but " + title + " has the classes 0 to "
                        + (classes.size() - 1));
            }
            numbers.setAtIndex(ValueLayout.JAVA_INT, row, label);
        }
        return new Column.Labels(numbers, labels.rows(), Shape.of(1));
    }
}
