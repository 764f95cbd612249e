package dev.jacquard.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import dev.jacquard.Note;

import org.jspecify.annotations.Nullable;

/**
 * Machine code that was compiled before, one file for each text, set of options and compiler version. A file ends with the SHA-256 of the rest;
 * a file that does not fit it is discarded. A folder that cannot be written costs time, never correctness.
 */
public final class CubinCache {
    private static final int DIGEST = 32;
    private final @Nullable Path folder;

    /**
     * A cache in a folder.
     *
     * @param folder created when needed; null to keep nothing
     */
    public CubinCache(@Nullable Path folder) {
        this.folder = folder;
    }

    /** The user's cache: {@code $XDG_CACHE_HOME/jacquard}, else {@code ~/.cache/jacquard}. */
    public static CubinCache ofUser() {
        return new CubinCache(folder(System.getenv(), System.getProperty("user.home")));
    }

    static @Nullable Path folder(Map<String, String> environment, @Nullable String home) {
        String cache = environment.get("XDG_CACHE_HOME");
        if (cache != null && !cache.isBlank()) {
            return Path.of(cache, "jacquard");
        }
        return home == null ? null : Path.of(home, ".cache", "jacquard");
    }

    /** The machine code of a text: from the cache, or compiled and kept. */
    public byte[] compiled(KernelCompiler compiler, String name, String source, List<String> options) {
        String key = key(compiler.version(), source, options);
        byte[] kept = read(key);
        if (kept != null) {
            return kept;
        }
        byte[] code = compiler.compile(name, source, options);
        write(key, code);
        return code;
    }

    static String key(String version, String source, List<String> options) {
        MessageDigest digest = sha256();
        for (String part : List.of(version, String.join("\n", options), source)) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            // The length in front: no two lists of parts look the same.
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private byte @Nullable [] read(String key) {
        if (folder == null) {
            return null;
        }
        Path file = folder.resolve(key + ".cubin");
        try {
            if (!Files.isRegularFile(file)) {
                return null;
            }
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > DIGEST) {
                byte[] code = Arrays.copyOf(bytes, bytes.length - DIGEST);
                if (Arrays.equals(sha256().digest(code), Arrays.copyOfRange(bytes, code.length, bytes.length))) {
                    return code;
                }
            }
            Files.deleteIfExists(file);
            return null;
        } catch (IOException e) {
            // An unreadable entry is no entry: the text is compiled again.
            return null;
        }
    }

    private void write(String key, byte[] code) {
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, key, ".part");
            try {
                byte[] bytes = Arrays.copyOf(code, code.length + DIGEST);
                System.arraycopy(sha256().digest(code), 0, bytes, code.length, DIGEST);
                Files.write(part, bytes);
                Files.move(part, folder.resolve(key + ".cubin"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            Note.say(CubinCache.class, "compiled kernels are not kept: " + folder + " cannot be written (" + e.getMessage() + ")");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
