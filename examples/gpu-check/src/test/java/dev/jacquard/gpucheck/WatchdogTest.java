package dev.jacquard.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.jacquard.JacquardException;

import org.junit.jupiter.api.Test;

class WatchdogTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true);
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    private Report report(Duration limit) {
        return new Report(out, new Watchdog(limit, out, ended::complete));
    }

    @Test
    void aRowWithoutAnEndIsNamedAndEndsTheProcess() {
        report(Duration.ofMillis(1)).row("a grid that waits", () -> new Report.Finding(true, "status " + ended.join()));
        assertThat(ended).isCompletedWithValue(3);
        assertThat(printed.toString()).startsWith("a grid that waits").contains("STUCK: a grid that waits takes longer than",
                "aRowWithoutAnEndIsNamedAndEndsTheProcess");
    }

    @Test
    void aRowsNameStandsThereBeforeItsWorkBegins() {
        Report report = report(Duration.ofHours(1));
        report.row("mlp", () -> new Report.Finding(true, "was: " + printed));
        assertThat(printed.toString()).isEqualToIgnoringNewLines("%-30swas: %-30s".formatted("mlp", "mlp"));
        assertThat(ended).isNotDone();
        assertThat(report.good()).isTrue();
    }

    @Test
    void aRowThatFailsIsBadAndTheNextHasItsTurn() {
        Report report = report(Duration.ofHours(1));
        report.row("one", () -> {
            throw new JacquardException("no room");
        });
        report.row("two", () -> new Report.Finding(true, "ok"));
        assertThat(printed.toString().lines()).hasSize(2).first().asString().contains("one", "FAILED", "no room");
        assertThat(report.good()).isFalse();
    }

    @Test
    void aDifferenceIsBad() {
        Report report = report(Duration.ofHours(1));
        report.row("one", () -> new Report.Finding(false, "DIFFERS"));
        report.row("two", () -> new Report.Finding(true, "ok"));
        assertThat(report.good()).isFalse();
    }
}
