package dev.jacquard.io;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** CRC-32C (Castagnoli's polynomial, RFC 3720, section 12.1) of what a safetensors file holds, as texts in its metadata. */
final class Checksums {
    /** The name of the checksum of all other texts, those of tensors included. */
    static final String TEXTS = "crc32c";

    private Checksums() {
    }

    /** The name of a tensor's checksum. */
    static String of(String tensor) {
        return TEXTS + "/" + tensor;
    }

    /** As eight hexadecimal digits. */
    static String text(CRC32C sum) {
        return "%08x".formatted(sum.getValue());
    }

    /** The checksum of the texts, whatever their order. */
    static String texts(Map<String, String> metadata) {
        CRC32C sum = new CRC32C();
        new TreeMap<>(metadata).forEach((name, text) -> {
            if (!name.equals(TEXTS)) {
                sum.update((name + "\0" + text + "\0").getBytes(StandardCharsets.UTF_8));
            }
        });
        return text(sum);
    }
}
