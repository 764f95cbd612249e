package dev.jacquard.data;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * 70,000 grey images of 28×28 pixels of ten kinds of clothing, 60,000 to train and 10,000 to test: (28, 28) bytes that mean byte / 255, and class
 * numbers with names. Xiao, Rasul, Vollgraf: Fashion-MNIST, arXiv:1708.07747, 2017; MIT licence.
 *
 * <p>{@link #load()} looks into the folder {@code fashion-mnist} below the one that the system property {@code jacquard.data} or the environment
 * variable {@code JACQUARD_DATA} names, into {@code /usr/share/datasets/fashion-mnist} (Debian's package {@code dataset-fashion-mnist}), into
 * {@code $XDG_CACHE_HOME/jacquard/fashion-mnist} or {@code ~/.cache/jacquard/fashion-mnist}, and at last downloads 31 MB to there, checked by
 * SHA-256.
 */
public final class FashionMnist {
    private static final ImageSet SET = new ImageSet("Fashion-MNIST", "FashionMnist", "fashion-mnist", "dataset-fashion-mnist",
            List.of(URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")),
            Map.of("train-images-idx3-ubyte", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                    "train-labels-idx1-ubyte", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                    "t10k-images-idx3-ubyte", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                    "t10k-labels-idx1-ubyte", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
            List.of("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"));

    private FashionMnist() {
    }

    /**
     * Loads from wherever the files are.
     *
     * @throws dev.jacquard.DataException saying everything that was tried and what to do, or what is wrong in a file
     */
    public static Split load() {
        return SET.load(Places.standard("fashion-mnist"), Download.standard());
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
