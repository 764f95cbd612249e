package dev.jacquard.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import dev.jacquard.DataException;
import dev.jacquard.JacquardException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir Path folder;
    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("weights.safetensors");
    }

    /** reference.safetensors was written by the format's own library, safetensors 0.8.0 for Python. */
    @Test
    void readsEveryTypeOfAFileFromTheFormatsOwnLibrary() throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("reference.safetensors"))) {
            Files.copy(in, path);
        }
        try (Safetensors file = Safetensors.open(path)) {
            assertThat(file.metadata()).isEqualTo(Map.of("format", "np", "note", "grüße \"quoted\""));
            assertThat(file.entries()).extracting(TensorEntry::name).containsExactly("u64", "i64", "f64", "empty", "f32", "u32", "i32", "bf16",
                    "f16", "u16", "i16", "i8", "u8", "bool");
            assertThat(file.entry("f32").dimensions()).containsExactly(2L, 3L);
            assertThat(file.entry("i64").dimensions()).isEmpty();
            assertThat(file.floats("f64")).containsExactly(0.1f, -2.5e10f);
            assertThat(file.floats("f32")).containsExactly(0, 1, -1, 3.5f, 1e-40f, 3.4e38f);
            assertThat(file.floats("f16")).containsExactly(0x1.554p-2f, -65504, 0x1p-24f, 0);
            assertThat(file.floats("bf16")).containsExactly(1, -3.140625f, 0x1.fep127f);
            assertThat(file.floats("i64")).containsExactly(0x1p40f);
            assertThat(file.floats("i32")).containsExactly(-7, 16777216);
            assertThat(file.floats("i16")).containsExactly(-300, 32767);
            assertThat(file.floats("i8")).containsExactly(0, -1, -128);
            assertThat(file.floats("u64")).containsExactly(0x1p64f, 5);
            assertThat(file.floats("u32")).containsExactly(0x1p32f);
            assertThat(file.floats("u16")).containsExactly(65535);
            assertThat(file.floats("u8")).containsExactly(0, 1, 128, 255);
            assertThat(file.floats("bool")).containsExactly(0, 1);
            assertThat(file.floats("empty")).isEmpty();
        }
    }

    @Test
    void readsBackWhatWasWritten() {
        SplittableRandom random = new SplittableRandom(7);
        float[] large = new float[100_003];
        for (int i = 0; i < large.length; i++) {
            large[i] = Float.intBitsToFloat(random.nextInt());
        }
        float[] scalar = {-0.0f};
        long[] counters = {Long.MIN_VALUE, 42};
        Safetensors.write(path, w -> w.metadata("hash", "äöü\n").floats("hidden.kernel", large, 1, 100_003).floats("rate", scalar)
                .longs("step", counters, 2).floats("none", new float[0], 0));
        try (Safetensors file = Safetensors.open(path)) {
            assertThat(file.metadata()).isEqualTo(Map.of("hash", "äöü\n"));
            assertThat(file.entries()).extracting(TensorEntry::name).containsExactlyInAnyOrder("hidden.kernel", "rate", "step", "none");
            assertThat(MemorySegment.ofArray(file.floats("hidden.kernel")).mismatch(MemorySegment.ofArray(large))).isEqualTo(-1);
            assertThat(Float.floatToRawIntBits(file.floats("rate")[0])).isEqualTo(0x80000000);
            assertThat(file.bytes("step").toArray(java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED)).isEqualTo(counters);
            assertThat(file.contains("hidden.bias")).isFalse();
            assertThat(file.path()).isEqualTo(path);
        }
    }

    /** The checksum of nine digits is what lists of CRCs give for CRC-32C. */
    @Test
    void comparesTensorsAndTextsWithTheirChecksums() throws IOException {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        float[] large = new float[50_000];
        Arrays.fill(large, 1.5f);
        Safetensors.write(path, w -> w.metadata("a", "b").checksums().tensor("digits", NumberType.U8, MemorySegment.ofArray(digits), 9)
                .floats("large", large, 50_000));
        try (Safetensors file = Safetensors.open(path)) {
            assertThat(file.hasChecksums()).isTrue();
            assertThat(file.metadata()).containsEntry("crc32c/digits", "e3069283");
            file.verifyTexts();
            file.verify("digits");
            file.verify("large");
        }
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length - 1] ^= 64;
        Files.write(path, bytes);
        try (Safetensors file = Safetensors.open(path)) {
            file.verify("digits");
            assertThatThrownBy(() -> file.verify("large")).isInstanceOf(DataException.class).hasMessageContaining(path.toString())
                    .hasMessageContaining("offset " + file.entry("large").offset()).hasMessageContaining("tensor 'large'");
        }
        Safetensors.write(path, w -> w.floats("plain", new float[1], 1));
        try (Safetensors file = Safetensors.open(path)) {
            assertThat(file.hasChecksums()).isFalse();
            assertThatThrownBy(() -> file.verify("plain")).hasMessageContaining("none was written");
        }
    }

    @Test
    void numbersStartAtAMultipleOfEight() throws IOException {
        for (int length = 1; length < 12; length++) {
            String name = "x".repeat(length);
            Safetensors.write(path, w -> w.floats(name, new float[] {1}, 1));
            try (Safetensors file = Safetensors.open(path)) {
                assertThat(file.entry(name).offset() % 8).isZero();
            }
            assertThat(Files.readAllBytes(path)[8]).isEqualTo((byte) '{');
        }
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Safetensors.write(path, w -> w.floats("a", new float[] {1, 2}, 2));
        byte[] before = Files.readAllBytes(path);
        assertThatThrownBy(() -> AtomicFile.write(path, channel -> {
            channel.write(java.nio.ByteBuffer.wrap(new byte[100]));
            throw new IOException("No space left on device");
        })).isInstanceOf(JacquardException.class).hasMessageContaining("No space left on device").hasMessageContaining("unchanged");
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void makesTheFolderAndReplacesAnOlderFile() {
        Path deep = folder.resolve("a/b/weights.safetensors");
        Safetensors.write(deep, w -> w.floats("a", new float[] {1}, 1));
        Safetensors.write(deep, w -> w.floats("a", new float[] {2}, 1));
        try (Safetensors file = Safetensors.open(deep)) {
            assertThat(file.floats("a")).containsExactly(2);
        }
    }

    @Test
    void refusesToWriteOverAFolder() {
        assertThatThrownBy(() -> Safetensors.write(folder, w -> w.floats("a", new float[1], 1))).isInstanceOf(JacquardException.class)
                .hasMessageContaining("is a folder");
    }

    @Test
    void refusesTensorsThatCannotBeWritten() {
        assertThatThrownBy(() -> Safetensors.write(path, w -> w.floats("a", new float[3], 2, 2))).hasMessageContaining("'a'")
                .hasMessageContaining("[2, 2]").hasMessageContaining("3 numbers");
        assertThatThrownBy(() -> Safetensors.write(path, w -> w.floats("a", MemorySegment.ofArray(new float[3]), 2, 2)))
                .hasMessageContaining("16 bytes").hasMessageContaining("12");
        assertThatThrownBy(() -> Safetensors.write(path, w -> w.floats("a", new float[1], 1).floats("a", new float[1], 1)))
                .hasMessageContaining("two tensors 'a'");
        assertThatThrownBy(() -> Safetensors.write(path, w -> w.floats("__metadata__", new float[1], 1))).hasMessageContaining("__metadata__");
        assertThatThrownBy(() -> Safetensors.write(path, w -> w.floats("a", new float[1], -1))).hasMessageContaining("-1");
        assertThat(path).doesNotExist();
    }

    @Test
    void namesTheTensorsThereAre() {
        Safetensors.write(path, w -> w.floats("hidden.kernel", new float[1], 1));
        try (Safetensors file = Safetensors.open(path)) {
            assertThatThrownBy(() -> file.floats("hiden.kernel")).isInstanceOf(DataException.class).hasMessageContaining("hiden.kernel")
                    .hasMessageContaining("[hidden.kernel]");
            assertThatThrownBy(() -> file.read("hidden.kernel", MemorySegment.ofArray(new byte[3]))).hasMessageContaining("4 bytes")
                    .hasMessageContaining("3 bytes");
        }
    }

    @Test
    void isClosedTwiceWithoutHarm() {
        Safetensors.write(path, w -> w.floats("a", new float[1], 1));
        Safetensors file = Safetensors.open(path);
        MemorySegment bytes = file.bytes("a");
        file.close();
        file.close();
        assertThat(bytes.scope().isAlive()).isFalse();
    }

    @Test
    void saysThatThereIsNoFile() {
        assertThatThrownBy(() -> Safetensors.open(path)).isInstanceOf(DataException.class).hasMessageContaining("there is no file")
                .hasMessageContaining("weights.safetensors");
        assertThatThrownBy(() -> Safetensors.open(path.getParent())).isInstanceOf(DataException.class).hasMessageContaining("is a folder");
    }

    @Test
    void refusesTruncatedFilesWhereverTheyEnd() throws IOException {
        Safetensors.write(path, w -> w.metadata("a", "b").floats("x", new float[] {1, 2, 3}, 3).floats("y", new float[] {4}, 1));
        byte[] whole = Files.readAllBytes(path);
        for (int length = 0; length < whole.length; length++) {
            Path part = folder.resolve("part");
            Files.write(part, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Safetensors.open(part)).as("%d bytes", length).isInstanceOf(DataException.class)
                    .hasMessageContaining(part.toString());
        }
    }

    @Test
    void refusesHeadersThatLie() {
        refused(4, "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}", "offset", "not valid JSON");
        refused(4, " {\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "offset 8", "'{'", "32");
        refused(4, "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} {}", "not valid JSON");
        refused(4, "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "Duplicate", "'a'");
        refused(4, "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", "'a'", "[2]", "8 bytes", "are 4");
        refused(4, "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "'a'", "0 to 8", "there are 4", "truncated");
        refused(4, "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", "'a'", "4 to 0");
        refused(4, "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", "data_offsets has 1");
        refused(4, "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4.5]}}", "data_offsets holds 4.5");
        refused(4, "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", "shape holds -1");
        refused(4, "{\"a\":{\"dtype\":\"F32\",\"shape\":7,\"data_offsets\":[0,4]}}", "shape is not a list");
        refused(4, "{\"a\":{\"dtype\":\"F8\",\"shape\":[4],\"data_offsets\":[0,4]}}", "'a'", "\"F8\" is not known", "BF16");
        refused(4, "{\"a\":{\"shape\":[4],\"data_offsets\":[0,4]}}", "dtype is missing");
        refused(4, "{\"a\":[]}", "'a'", "dtype");
        refused(4, "{\"__metadata__\":{\"a\":1}}", "__metadata__ 'a'", "1");
        refused(4, "{\"__metadata__\":[]}", "__metadata__ is not an object");
        refused(4, "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,2],\"data_offsets\":[0,4]}}", "more numbers than any file");
        refused(5, "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "1 bytes follow");
        refused(8, "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "'a'", "hole after the header");
        refused(6, "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]}}",
                "'b'",
                "overlaps 'a'");
        refused(6, "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[4,6]}}",
                "'b'",
                "hole after 'a'");
    }

    private void refused(int dataBytes, String header, String... words) {
        byte[] text = header.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        java.nio.ByteBuffer file = java.nio.ByteBuffer.allocate(8 + text.length + dataBytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text);
        try {
            Files.write(path, file.array());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThatThrownBy(() -> Safetensors.open(path)).as(header).isInstanceOf(DataException.class).hasMessageContaining(path.toString())
                .hasMessageContainingAll(words);
    }

    @Test
    void refusesImpossibleHeaderLengths() throws IOException {
        for (long length : List.of(0L, 1L, 100L, 100_000_001L, -1L, Long.MIN_VALUE)) {
            java.nio.ByteBuffer file = java.nio.ByteBuffer.allocate(20).order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(length);
            Files.write(path, file.array());
            assertThatThrownBy(() -> Safetensors.open(path)).as("%d", length).isInstanceOf(DataException.class)
                    .hasMessageContaining("offset 0").hasMessageContaining(Long.toUnsignedString(length));
        }
    }
}
