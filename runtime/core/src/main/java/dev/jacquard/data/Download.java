package dev.jacquard.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

import dev.jacquard.DataException;
import dev.jacquard.JacquardException;
import dev.jacquard.io.AtomicFile;

/** Fetches packed files whose unpacked content is known by its checksum. A file appears at its place whole and right, or not at all. */
final class Download {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final double MEGABYTE = 1e6;

    private final Consumer<String> progress;
    private final Duration connecting;
    private final Duration patience;
    private final int attempts;
    private final Set<String> unreachable = new HashSet<>();

    /**
     * How to fetch.
     *
     * @param progress   receives lines for people who wait
     * @param connecting how long a host may take to answer at all
     * @param patience   how long a host that has answered may be silent
     * @param attempts   how often a transfer that broke off is started, each time from its beginning
     */
    Download(Consumer<String> progress, Duration connecting, Duration patience, int attempts) {
        this.progress = progress;
        this.connecting = connecting;
        this.patience = patience;
        this.attempts = attempts;
    }

    /** Ten seconds to connect, so that two hosts behind a firewall cost less than half a minute; lines on the error stream. */
    static Download standard() {
        return new Download(System.err::println, Duration.ofSeconds(10), Duration.ofSeconds(30), 3);
    }

    /**
     * Fetches one gzip file. A host that could not be reached is not asked for another one.
     *
     * @param from   where it is
     * @param to     where it shall be
     * @param sha256 of its unpacked content, in hexadecimal
     * @param tried  receives a line for each attempt that failed
     * @return whether it is there now
     */
    boolean fetch(URI from, Path to, String sha256, List<String> tried) {
        if (unreachable.contains(from.getAuthority())) {
            return false;
        }
        for (int attempt = 1; attempt <= attempts; attempt++) {
            try {
                AtomicFile.write(to, channel -> transfer(from, channel, sha256));
                return true;
            } catch (Refused e) {
                tried.add(from + ": " + e.getMessage());
                return false;
            } catch (JacquardException e) {
                tried.add(e.getMessage() + (attempts > 1 ? " (attempt " + attempt + " of " + attempts + ")" : ""));
            }
        }
        return false;
    }

    private void transfer(URI from, FileChannel channel, String sha256) throws IOException {
        long received = 0;
        try (InputStream in = open(from)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            while (true) {
                int count = next(from, in, buffer, received);
                if (count < 0) {
                    break;
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                received += count;
            }
        }
        String found = checksum(from, channel);
        if (!found.equals(sha256)) {
            throw new DataException(from + ": " + received + " bytes received, but their unpacked content has SHA-256 " + found + " instead of "
                    + sha256);
        }
    }

    private static int next(URI from, InputStream in, byte[] buffer, long received) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new DataException(from + ": the transfer broke off after " + received + " bytes: " + e, e);
        }
    }

    private InputStream open(URI from) {
        try {
            URLConnection connection = connect(from);
            if (connection instanceof HttpURLConnection http && http.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new Refused("the host answers " + http.getResponseCode() + " " + http.getResponseMessage());
            }
            long length = connection.getContentLengthLong();
            progress.accept(String.format(Locale.ROOT, "Downloading %s%s", from, length < 0 ? "" : ", %.1f MB".formatted(length / MEGABYTE)));
            return new CountedStream(connection.getInputStream(), length, progress);
        } catch (IOException e) {
            throw new DataException(from + ": " + e, e);
        }
    }

    private URLConnection connect(URI from) throws IOException {
        URLConnection connection = from.toURL().openConnection();
        connection.setConnectTimeout((int) connecting.toMillis());
        connection.setReadTimeout((int) patience.toMillis());
        try {
            connection.connect();
            return connection;
        } catch (UnknownHostException | ConnectException | NoRouteToHostException | SocketTimeoutException e) {
            unreachable.add(from.getAuthority());
            throw new Refused("the host cannot be reached: " + e);
        }
    }

    private static String checksum(URI from, FileChannel channel) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            // not closed: that would close the channel
            InputStream content = new DigestInputStream(new GZIPInputStream(Channels.newInputStream(channel.position(0)), BUFFER_BYTES), digest);
            byte[] buffer = new byte[BUFFER_BYTES];
            while (content.read(buffer) >= 0) {
                // reading is what feeds the digest
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new DataException(from + ": what was received is not a whole gzip file: " + e, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What a host will not do the next time either. */
    private static final class Refused extends JacquardException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }
}
