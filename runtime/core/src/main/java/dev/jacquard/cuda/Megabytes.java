package dev.jacquard.cuda;

/** Amounts of memory in messages. */
final class Megabytes {
    private Megabytes() {
    }

    /** {@code 512 bytes}, {@code 37 KB}, {@code 5 MB}. */
    static String of(long bytes) {
        if (bytes < 10 << 10) {
            return bytes + " bytes";
        }
        return bytes < 10 << 20 ? (bytes >> 10) + " KB" : (bytes >> 20) + " MB";
    }
}
