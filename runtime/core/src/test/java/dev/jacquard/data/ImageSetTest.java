package dev.jacquard.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import dev.jacquard.DataException;
import dev.jacquard.io.Idx;
import dev.jacquard.io.IdxType;
import dev.jacquard.network.Column;
import dev.jacquard.network.Shape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSetTest {
    @TempDir Path folder;

    private static Path head() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ImageSetTest.class.getResource("mnist-head")).toURI());
    }

    @Test
    void loadsDigitsAsBytes() throws URISyntaxException {
        Split mnist = Mnist.load(head());
        assertThat(mnist.train().size()).isEqualTo(1024);
        assertThat(mnist.test().size()).isEqualTo(512);
        assertThat(mnist.train().inputs().getFirst()).isInstanceOfSatisfying(Column.Bytes.class, bytes -> {
            assertThat(bytes.shape()).isEqualTo(Shape.of(28, 28));
            assertThat(bytes.scale()).isEqualTo(1 / 255f);
        });
        assertThat(mnist.train().take(10).labels()).containsExactly(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
        assertThat(mnist.test().take(5).labels()).containsExactly(7, 2, 1, 0, 4);
        assertThat(mnist.test().classNames()).hasSize(10);
        float[] first = mnist.train().row(0);
        assertThat(first[5 * 28 + 12]).isEqualTo(3 * (1 / 255f));
        assertThat(first).contains(1).contains(0);
    }

    @Test
    void loadsTheDistributionsFashion() {
        Path distribution = Path.of("/usr/share/datasets/fashion-mnist");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(distribution), "the package dataset-fashion-mnist is not installed");
        Split fashion = FashionMnist.load(distribution);
        assertThat(fashion.train().size()).isEqualTo(60_000);
        assertThat(fashion.test().size()).isEqualTo(10_000);
        assertThat(fashion.train().take(4).labels()).containsExactly(9, 0, 0, 3);
        assertThat(fashion.train().classNames().get(9)).isEqualTo("Ankle boot");
    }

    @Test
    void namesTheFilesThatAreMissing() throws IOException, URISyntaxException {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> Mnist.load(none)).isInstanceOf(DataException.class).hasMessageContaining(none.toString())
                .hasMessageContaining("no such folder").hasMessageContaining("train-images-idx3-ubyte");
        for (String file : ImageSet.FILES.subList(0, 3)) {
            Files.copy(head().resolve(file + ".gz"), folder.resolve(file + ".gz"));
        }
        assertThatThrownBy(() -> Mnist.load(folder)).isInstanceOf(DataException.class).hasMessageContaining("lacks [t10k-labels-idx1-ubyte]")
                .hasMessageContaining("plain or .gz");
    }

    @Test
    void acceptsPlainFiles() throws IOException {
        write(3, 3, 2);
        assertThat(Mnist.load(folder).train().labels()).containsExactly(2, 2, 2);
    }

    @Test
    void refusesFilesThatDoNotBelongTogether() throws IOException {
        write(3, 2, 1);
        assertThatThrownBy(() -> Mnist.load(folder)).isInstanceOf(DataException.class).hasMessageContaining("train-labels-idx1-ubyte")
                .hasMessageContaining("[2]").hasMessageContaining("3 images");
        write(3, 3, 10);
        assertThatThrownBy(() -> Mnist.load(folder)).isInstanceOf(DataException.class).hasMessageContaining("row 0: class 10");
        new Idx(IdxType.UBYTE, List.of(3, 27, 28), MemorySegment.ofArray(new byte[3 * 27 * 28])).write(folder.resolve("train-images-idx3-ubyte"));
        assertThatThrownBy(() -> Mnist.load(folder)).isInstanceOf(DataException.class).hasMessageContaining("[3, 27, 28]")
                .hasMessageContaining("[images, 28, 28]");
    }

    private void write(int images, int labels, int label) throws IOException {
        byte[] classes = new byte[labels];
        java.util.Arrays.fill(classes, (byte) label);
        for (String part : List.of("train", "t10k")) {
            new Idx(IdxType.UBYTE, List.of(images, 28, 28), MemorySegment.ofArray(new byte[images * 784]))
                    .write(folder.resolve(part + "-images-idx3-ubyte"));
            new Idx(IdxType.UBYTE, List.of(labels), MemorySegment.ofArray(classes)).write(folder.resolve(part + "-labels-idx1-ubyte"));
        }
    }

    @Test
    void looksIntoEveryPlaceInOrder() {
        Places places = Places.of("mnist", "/property", "/variable", "/caches", "/home/me");
        assertThat(places.folders()).extracting(Places.Place::folder).containsExactly(Path.of("/property/mnist"), Path.of("/variable/mnist"),
                Path.of("/usr/share/datasets/mnist"), Path.of("/caches/jacquard/mnist"));
        Places bare = Places.of("mnist", null, "", null, "/home/me");
        assertThat(bare.folders()).extracting(Places.Place::folder).containsExactly(Path.of("/usr/share/datasets/mnist"),
                Path.of("/home/me/.cache/jacquard/mnist"));
        assertThat(bare.cache()).isEqualTo(Path.of("/home/me/.cache/jacquard/mnist"));
    }
}
