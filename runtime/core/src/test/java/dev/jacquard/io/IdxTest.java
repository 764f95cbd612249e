package dev.jacquard.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

import dev.jacquard.DataException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdxTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void readsBackWhatWasWritten(IdxType type) {
        List<Integer> shape = List.of(1013, 3, 29);
        byte[] bytes = new byte[1013 * 3 * 29 * type.bytes()];
        new SplittableRandom(type.code()).nextBytes(bytes);
        Idx written = new Idx(type, shape, MemorySegment.ofArray(bytes));
        for (String name : List.of("plain", "packed.gz")) {
            written.write(folder.resolve(name));
            Idx read = Idx.read(folder.resolve(name));
            assertThat(read.type()).isEqualTo(type);
            assertThat(read.dimensions()).isEqualTo(shape);
            assertThat(read.rows()).isEqualTo(1013);
            assertThat(read.count()).isEqualTo(1013 * 3 * 29);
            assertThat(read.values().asSlice(0, bytes.length).mismatch(written.values())).isEqualTo(-1);
        }
    }

    @Test
    void readsBigEndianNumbers() throws IOException {
        Path floats = write("floats", ByteBuffer.allocate(20).putInt(0x0D02).putInt(1).putInt(2).putFloat(1.5f).putFloat(-2).array());
        assertThat(Idx.read(floats).values().asSlice(0, 8).toArray(ValueLayout.JAVA_FLOAT)).containsExactly(1.5f, -2);
        Path ints = write("ints", ByteBuffer.allocate(16).putInt(0x0C01).putInt(2).putInt(-5).putInt(1 << 20).array());
        assertThat(Idx.read(ints).values().asSlice(0, 8).toArray(ValueLayout.JAVA_INT)).containsExactly(-5, 1 << 20);
        Path bytes = write("bytes", ByteBuffer.allocate(10).putInt(0x0801).putInt(2).put((byte) 0).put((byte) 255).array());
        assertThat(Idx.read(bytes).values().asSlice(0, 2).toArray(ValueLayout.JAVA_BYTE)).containsExactly(0, -1);
    }

    @Test
    void tellsPackedFilesByTheirFirstBytes() throws IOException {
        Path packed = folder.resolve("without-ending");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(ByteBuffer.allocate(9).putInt(0x0801).putInt(1).put((byte) 9).array());
        }
        assertThat(Idx.read(packed).values().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 9);
    }

    @Test
    void refusesFilesOfAnotherFormat() throws IOException {
        refused(new byte[] {'P', 'K', 3, 4}, "offset 0", "two zero bytes", "80 and 75");
        refused(new byte[] {0, 0, 7, 1, 0, 0, 0, 1, 1}, "offset 2", "type code 7", "8 UBYTE");
        refused(new byte[] {0, 0, 8, 0}, "offset 3", "found 0");
        refused(new byte[] {0, 0, 8, 2, 0, 0, 0, 1, -1, -1, -1, -1}, "offset 8", "dimension 1 is -1");
    }

    @Test
    void refusesHeadersThatAskForMoreThanTheFileHas() throws IOException {
        refused(ByteBuffer.allocate(17).putInt(0x0802).putInt(3).putInt(2).array(), "offset 4", "[3, 2]", "takes 6 bytes", "at most 5");
        refused(ByteBuffer.allocate(16).putInt(0x0803).putInt(Integer.MAX_VALUE).putInt(Integer.MAX_VALUE).putInt(Integer.MAX_VALUE).array(),
                "offset 4", "more numbers than any file");
        refused(ByteBuffer.allocate(12).putInt(0x0802).putInt(Integer.MAX_VALUE).putInt(100).array(), "offset 4", "214748364700 bytes");
    }

    private void refused(byte[] content, String... words) throws IOException {
        Path path = write("wrong", content);
        assertThatThrownBy(() -> Idx.read(path)).isInstanceOf(DataException.class).hasMessageContaining(path.toString())
                .hasMessageContainingAll(words);
    }

    @Test
    void refusesTruncatedFilesWhereverTheyEnd() throws IOException {
        for (String name : List.of("plain", "packed.gz")) {
            byte[] numbers = new byte[500];
            new SplittableRandom(1).nextBytes(numbers);
            Path whole = folder.resolve(name);
            new Idx(IdxType.UBYTE, List.of(5, 100), MemorySegment.ofArray(numbers)).write(whole);
            byte[] bytes = Files.readAllBytes(whole);
            for (int length = 0; length < bytes.length; length++) {
                Path part = write("part", Arrays.copyOf(bytes, length));
                assertThatThrownBy(() -> Idx.read(part)).as("%s, %d bytes", name, length).isInstanceOf(DataException.class)
                        .hasMessageContaining(part.toString());
            }
        }
    }

    @Test
    void saysWhereAPackedFileBreaksOff() throws IOException {
        byte[] numbers = new byte[100_000];
        new SplittableRandom(1).nextBytes(numbers);
        Path whole = folder.resolve("whole.gz");
        new Idx(IdxType.UBYTE, List.of(numbers.length), MemorySegment.ofArray(numbers)).write(whole);
        byte[] packed = Files.readAllBytes(whole);
        Path part = write("part.gz", Arrays.copyOf(packed, packed.length / 2));
        assertThatThrownBy(() -> Idx.read(part)).isInstanceOf(DataException.class).hasMessageContaining("unpacked offset")
                .hasMessageContaining("truncated");
        packed[packed.length - 6] ^= 1;
        Path wrong = write("wrong.gz", packed);
        assertThatThrownBy(() -> Idx.read(wrong)).isInstanceOf(DataException.class).hasMessageContaining("gzip stream is corrupt");
    }

    @Test
    void refusesFilesThatGoOn() throws IOException {
        refused(ByteBuffer.allocate(12).putInt(0x0801).putInt(3).array(), "offset 11", "goes on", "[3]");
    }

    @Test
    void saysThatThereIsNoFile() {
        assertThatThrownBy(() -> Idx.read(folder.resolve("nothing"))).isInstanceOf(DataException.class).hasMessageContaining("there is no file");
    }

    @Test
    void refusesMemoryThatIsTooSmall() {
        assertThatThrownBy(() -> new Idx(IdxType.INT, List.of(2), MemorySegment.ofArray(new byte[7])))
                .hasMessageContaining("8 bytes, but was given 7");
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }
}
