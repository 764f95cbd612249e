package dev.jacquard.processor.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.Diagnostic;

import org.junit.jupiter.api.Test;

class MessageTest {
    @Test
    void codesAreUniqueAndInOrder() {
        List<String> codes = Arrays.stream(Message.values()).map(Message::code).toList();
        assertThat(codes).doesNotHaveDuplicates().isSorted().allMatch(code -> code.matches("JQ\\d{3}"));
    }

    @Test
    void placeholdersAreFilledByName() {
        assertThat(Message.READS_ITSELF.format(List.of("y"))).isEqualTo("y: it is made from itself — name the value it is to be made from [JQ303]");
        assertThat(Message.DROPOUT_NOTHING.format(List.of("$1\\d"))).startsWith("$1\\d: ").contains("or remove $1\\d");
        assertThatThrownBy(() -> Message.READS_ITSELF.format(List.of("y", "z"))).hasMessageContaining("[method]").hasMessageContaining("[y, z]");
    }

    /** Every message names its subject first, and every mistake has a remedy. */
    @Test
    void everyMessageNamesItsSubjectAndARemedy() {
        for (Message message : Message.values()) {
            assertThat(message.text()).as(message.code()).matches("(?s)\\{(method|definition)}: .*");
            if (message != Message.SUMMARY) {
                assertThat(message.remedy()).as(message.code()).isNotEmpty();
            }
        }
    }

    /** Under both compilers, with line and column: {@code Expectation}. */
    @Test
    void everyMessageHasATestOfItsPlace() throws IOException {
        StringBuilder tests = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
                tests.append(Files.readString(file));
            }
        }
        assertThat(Message.values())
                .allSatisfy(message -> assertThat(tests.toString()).containsPattern("/\\*!" + message.code() + "\\b"));
    }

    /** docs/errors.md; {@code -Djacquard.update=true} writes it anew. */
    @Test
    void thePageOfMessagesIsCurrent() throws IOException {
        Path page = Path.of("../docs/errors.md");
        if (Boolean.getBoolean("jacquard.update")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, page());
        }
        assertThat(page).content().isEqualTo(page());
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Messages of the compiler

                Everything the annotation processor can say about a definition. A message names the value it is about, the two things that do not
                fit, and what to change; it stands at the annotation, attribute or parameter that is meant, under javac and in Eclipse. Words in
                braces are filled in.

                - An **error** stops the build. A definition reports all its mistakes at once.
                - A **warning** is a mistake that still compiles. `@SuppressWarnings("jacquard")`, or with a single code such as
                  `@SuppressWarnings("JQ308")`, on a method or type silences it.
                - A **note** is advice or information. `-Ajacquard.notes=false` silences all notes; `@SuppressWarnings` silences single ones.

                This page is written by a test from the list in `Message.java`.

                | code | kind | what it says | what to do |
                | --- | --- | --- | --- |
                """);
        for (Message message : Message.values()) {
            page.append("| ").append(message.code()).append(" | ").append(message.kind() == Diagnostic.Kind.ERROR ? "**error**"
                    : message.kind().toString().toLowerCase(java.util.Locale.ROOT)).append(" | ").append(cell(message.text())).append(" | ")
                    .append(cell(message.remedy())).append(" |\n");
        }
        return page.toString();
    }

    /** Angle brackets would be taken for HTML. */
    private static String cell(String text) {
        return text.equals("{remedy}") ? "the message says what fits the case" : text.replace("<", "&lt;").replace("|", "\\|");
    }
}
