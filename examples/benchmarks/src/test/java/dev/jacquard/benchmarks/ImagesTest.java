package dev.jacquard.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

import dev.jacquard.DataException;
import dev.jacquard.io.Idx;
import dev.jacquard.io.IdxType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
    @TempDir private Path folder;

    private void write(String name, List<Integer> shape, byte... values) {
        new Idx(IdxType.UBYTE, shape, MemorySegment.ofArray(values)).write(folder.resolve(name));
    }

    @Test
    void bytesBecomeNumbersFromZeroToOne() {
        byte[] pixels = new byte[2 * Images.PIXELS];
        pixels[0] = (byte) 255;
        pixels[Images.PIXELS] = 51;
        write("train-images-idx3-ubyte.gz", List.of(2, 28, 28), pixels);
        write("train-labels-idx1-ubyte.gz", List.of(2), (byte) 9, (byte) 3);

        Images images = Images.read(folder, "train");

        assertThat(images.count()).isEqualTo(2);
        assertThat(images.pixels(0, 2)[0]).isEqualTo(1f);
        assertThat(images.pixels(1, 1)).hasSize(Images.PIXELS).startsWith(0.2f, 0f);
        assertThat(images.labels()).containsExactly(9, 3);
        assertThat(images.first(1).labels()).containsExactly(9);
        assertThat(images.first(Long.MAX_VALUE)).isSameAs(images);
    }

    @Test
    void imagesAndLabelsOfDifferentNumberAreRefused() {
        write("train-images-idx3-ubyte.gz", List.of(1, 28, 28), new byte[Images.PIXELS]);
        write("train-labels-idx1-ubyte.gz", List.of(2), (byte) 9, (byte) 3);

        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Images.read(folder, "train")).withMessageContaining(folder.toString())
                .withMessageContaining("[1, 28, 28]");
    }

    @Test
    void aLabelThatIsNoClassIsRefused() {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> new Images(new float[2 * Images.PIXELS], new byte[] {9, 10}))
                .withMessage("label 10 of image 1 is not 0 … 9");
    }
}
