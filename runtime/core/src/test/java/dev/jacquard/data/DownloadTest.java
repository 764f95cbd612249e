package dev.jacquard.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import dev.jacquard.DataException;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a server on this machine: whole and right, or not at all. */
class DownloadTest {
    @TempDir Path folder;

    private final Map<String, byte[]> files = new HashMap<>();
    private final Map<String, String> checksums = new HashMap<>();
    private final Map<String, Integer> requests = new ConcurrentHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private URI host;
    private Failure failure = (file, request) -> Behaviour.WHOLE;

    private enum Behaviour {
        WHOLE, BROKEN, MISSING, SILENT, WRONG
    }

    private interface Failure {
        Behaviour of(String file, int request);
    }

    @BeforeEach
    void serve() throws IOException, URISyntaxException, NoSuchAlgorithmException {
        Path head = Path.of(Objects.requireNonNull(getClass().getResource("mnist-head")).toURI());
        for (String file : ImageSet.FILES) {
            byte[] packed = Files.readAllBytes(head.resolve(file + ".gz"));
            files.put(file + ".gz", packed);
            byte[] content = new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
            checksums.put(file, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/sets/", exchange -> {
            String file = exchange.getRequestURI().getPath().substring("/sets/".length());
            byte[] bytes = files.get(file);
            Behaviour behaviour = failure.of(file, requests.merge(file, 1, Integer::sum));
            switch (behaviour) {
                case MISSING -> exchange.sendResponseHeaders(404, -1);
                case WRONG -> {
                    byte[] others = files.get("t10k-labels-idx1-ubyte.gz");
                    exchange.sendResponseHeaders(200, others.length);
                    exchange.getResponseBody().write(others);
                }
                case WHOLE, BROKEN, SILENT -> {
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes, 0, behaviour == Behaviour.WHOLE ? bytes.length : bytes.length / 2);
                    exchange.getResponseBody().flush();
                    if (behaviour == Behaviour.SILENT) {
                        await();
                    }
                }
            }
            exchange.close();
        });
        server.start();
        host = URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + server.getAddress().getPort() + "/sets/");
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private ImageSet set(URI... hosts) {
        return new ImageSet("Digits", "Mnist", "mnist", "dataset-digits", List.of(hosts), checksums,
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
    }

    private Places places() {
        return new Places(List.of(new Places.Place("environment variable JACQUARD_DATA", folder.resolve("data/mnist")),
                new Places.Place("cache of downloads", folder.resolve("caches/jacquard/mnist"))));
    }

    private Download download() {
        return new Download(lines::add, Duration.ofSeconds(20), Duration.ofSeconds(20), 3);
    }

    private List<String> cached() throws IOException {
        try (Stream<Path> all = Files.list(places().cache())) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void fetchesWhatIsNotThereOnce() throws IOException {
        Split split = set(host).load(places(), download());
        assertThat(split.train().size()).isEqualTo(1024);
        assertThat(cached()).containsExactlyInAnyOrderElementsOf(files.keySet());
        assertThat(lines).anyMatch(l -> l.contains("train-images-idx3-ubyte.gz, 0.2 MB")).contains("  100 %");
        set(host).load(places(), download());
        assertThat(requests).containsEntry("train-images-idx3-ubyte.gz", 1);
    }

    @Test
    void fetchesOnlyTheFilesThatAreMissing() throws IOException {
        Files.createDirectories(places().cache());
        Files.write(places().cache().resolve("train-images-idx3-ubyte.gz"), files.get("train-images-idx3-ubyte.gz"));
        set(host).load(places(), download());
        assertThat(requests).doesNotContainKey("train-images-idx3-ubyte.gz").hasSize(3);
    }

    @Test
    void looksIntoTheDataFolderFirst() throws IOException {
        Path own = Files.createDirectories(folder.resolve("data/mnist"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(own.resolve(file.getKey()), file.getValue());
        }
        assertThat(set(host).load(places(), download()).test().size()).isEqualTo(512);
        assertThat(requests).isEmpty();
    }

    @Test
    void startsAgainWhenATransferBreaksOff() throws IOException {
        failure = (file, request) -> request < 3 ? Behaviour.BROKEN : Behaviour.WHOLE;
        set(host).load(places(), download());
        assertThat(requests.values()).allMatch(n -> n == 3);
        assertThat(cached()).containsExactlyInAnyOrderElementsOf(files.keySet());
    }

    @Test
    void givesUpWhenEveryTransferBreaksOff() throws IOException {
        failure = (file, request) -> file.startsWith("t10k-images") ? Behaviour.BROKEN : Behaviour.WHOLE;
        assertThatThrownBy(() -> set(host).load(places(), download())).isInstanceOf(DataException.class)
                .hasMessageContaining("t10k-images-idx3-ubyte.gz: the transfer broke off after").hasMessageContaining("attempt 3 of 3");
        assertThat(cached()).containsExactly("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
        failure = (file, request) -> Behaviour.WHOLE;
        assertThat(set(host).load(places(), download()).test().size()).isEqualTo(512);
        assertThat(requests).containsEntry("train-images-idx3-ubyte.gz", 1);
    }

    @Test
    void refusesContentWithAnotherChecksum() throws IOException {
        failure = (file, request) -> Behaviour.WRONG;
        assertThatThrownBy(() -> set(host).load(places(), download())).isInstanceOf(DataException.class).hasMessageContaining("SHA-256")
                .hasMessageContaining(checksums.get("t10k-labels-idx1-ubyte")).hasMessageContaining(checksums.get("train-images-idx3-ubyte"));
        assertThat(cached()).isEmpty();
    }

    @Test
    void refusesContentThatIsNotPacked() throws IOException {
        files.put("train-images-idx3-ubyte.gz", "<html>Please log in</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThatThrownBy(() -> set(host).load(places(), download())).isInstanceOf(DataException.class)
                .hasMessageContaining("not a whole gzip file");
        assertThat(cached()).isEmpty();
    }

    @Test
    void losesPatienceWithASilentHost() throws IOException {
        failure = (file, request) -> Behaviour.SILENT;
        Download impatient = new Download(lines::add, Duration.ofSeconds(20), Duration.ofMillis(100), 1);
        assertThatThrownBy(() -> set(host).load(places(), impatient)).isInstanceOf(DataException.class).hasMessageContaining("broke off after")
                .hasMessageContaining("timed out");
        assertThat(cached()).isEmpty();
    }

    /** A server whose queue of connections is full drops what else comes, as some firewalls do. */
    @Test
    void asksAHostThatNeverAnswersOnlyOnce() throws IOException {
        List<Socket> queue = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assumeThat(fill(queue, full)).as("SKIPPED: this system takes every connection").isTrue();
            URI silent = URI.create("http://" + full.getInetAddress().getHostAddress() + ":" + full.getLocalPort() + "/sets/");
            Download download = new Download(lines::add, Duration.ofMillis(200), Duration.ofSeconds(20), 3);
            List<String> tried = new ArrayList<>();
            for (String file : ImageSet.FILES) {
                assertThat(download.fetch(silent.resolve(file + ".gz"), folder.resolve(file), checksums.get(file), tried)).isFalse();
            }
            assertThat(tried).singleElement().asString().startsWith(silent + ImageSet.FILES.getFirst()).contains("the host cannot be reached",
                    "Connect timed out");
            assertThat(set(silent, host).load(places(), download).test().size()).isEqualTo(512);
        } finally {
            for (Socket waiting : queue) {
                waiting.close();
            }
        }
    }

    /** Whether a connection was left without an answer at last. */
    private static boolean fill(List<Socket> queue, ServerSocket server) throws IOException {
        try {
            while (queue.size() < 20) {
                Socket next = new Socket();
                queue.add(next);
                next.connect(server.getLocalSocketAddress(), 500);
            }
            return false;
        } catch (SocketTimeoutException full) {
            return true;
        }
    }

    @Test
    void goesToTheNextHost() {
        failure = (file, request) -> Behaviour.WHOLE;
        set(host.resolve("/elsewhere/"), host).load(places(), download());
        assertThat(requests).hasSize(4);
    }

    @Test
    void asksAHostThatLacksTheFileOnlyOnce() {
        failure = (file, request) -> Behaviour.MISSING;
        assertThatThrownBy(() -> set(host).load(places(), download())).isInstanceOf(DataException.class)
                .hasMessageContaining("train-images-idx3-ubyte.gz: the host answers 404");
        assertThat(requests).containsOnly(Map.entry("train-images-idx3-ubyte.gz", 1));
    }

    @Test
    void saysEverythingThatWasTriedAndWhatToDo() {
        server.stop(0);
        assertThatThrownBy(() -> set(host).load(places(), download())).isInstanceOf(DataException.class)
                .hasMessageContainingAll("Digits is not on this machine and could not be downloaded",
                        folder.resolve("data/mnist") + " (environment variable JACQUARD_DATA): no such folder", places().cache().toString(),
                        host + "train-images-idx3-ubyte.gz: the host cannot be reached",
                        "apt install dataset-digits", "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte",
                        "Mnist.load(folder)");
    }
}
