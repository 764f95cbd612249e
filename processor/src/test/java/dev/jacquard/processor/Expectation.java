package dev.jacquard.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.jacquard.processor.Compilation.Compiler;
import dev.jacquard.processor.Compilation.Said;
import dev.jacquard.processor.Compilation.Source;

/**
 * A source that says itself where messages must stand: <code>/*!JQ404*&#47;</code> stands before the place of one. Where the two compilers
 * point at different places, <code>/*!JQ404 javac*&#47;</code> and <code>/*!JQ404 ecj*&#47;</code> do, and where ECJ gives no place,
 * <code>/*!JQ404 javac; ecj nowhere*&#47;</code>.
 */
final class Expectation {
    private static final Pattern MARKER = Pattern.compile("/\\*!(JQ\\d{3})(?: (javac|ecj|javac; ecj nowhere))?\\*/\\s*");

    private static final String NOWHERE = "javac; ecj nowhere";
    /** ECJ points at the name of an attribute where javac points at its value. */
    private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+)\\s*=\\s*$");

    private Expectation() {
    }

    /** Both compilers say exactly these texts (without codes), in the order of the source, at the marked places. */
    static void says(String body, String... texts) {
        says(List.of(), body, texts);
    }

    /** The same with more compiler options; notes are only printed where they are wanted. */
    static void says(List<String> options, String body, String... texts) {
        for (Compiler compiler : Compiler.values()) {
            Source source = Source.of("Sample", body);
            List<String> all = new ArrayList<>(options);
            all.add("-proc:only");
            if (options.stream().noneMatch(option -> option.startsWith("-Ajacquard.notes"))) {
                all.add("-Ajacquard.notes=false");
            }
            Compilation compilation = Compilation.run(compiler, List.of(new ModelProcessor((graph, _, _, files) -> {
            })), all, source);
            List<Said> ours = compilation.ours();
            assertThat(ours).as("texts under %s, beside %s", compiler, compilation.said()).extracting(Said::body).containsExactly(texts);
            standsAsMarked(compilation, compiler, source);
            assertThat(compilation.said()).as("what else %s says", compiler).allMatch(said -> said.isOurs() || !isError(said));
            assertThat(compilation.printed()).doesNotContain("\tat ");
        }
    }

    /** What our processor said stands at the marked places of these sources. */
    static void standsAsMarked(Compilation compilation, Compiler compiler, Source... sources) {
        List<String> marked = Stream.of(sources).flatMap(source -> marked(source, compiler).stream()).toList();
        assertThat(compilation.ours()).as("places under %s", compiler).extracting(said -> said.code() + " at " + said.line() + ":" + said.column())
                .containsExactlyInAnyOrderElementsOf(marked);
    }

    private static boolean isError(Said said) {
        return said.kind() == javax.tools.Diagnostic.Kind.ERROR;
    }

    private static List<String> marked(Source source, Compiler compiler) {
        List<String> marked = new ArrayList<>();
        Matcher marker = MARKER.matcher(source.text());
        while (marker.find()) {
            if (compiler == Compiler.ECJ && NOWHERE.equals(marker.group(2))) {
                marked.add(marker.group(1) + " at 0:0");
            } else if (marker.group(2) == null || marker.group(2).equals(NOWHERE) || marker.group(2).equalsIgnoreCase(compiler.name())) {
                int position = marker.end();
                // Several messages at one place stand behind each other.
                Matcher next = MARKER.matcher(source.text()).region(position, source.text().length());
                while (next.lookingAt()) {
                    position = next.end();
                    next.region(position, source.text().length());
                }
                Matcher attribute = ATTRIBUTE.matcher(source.text()).region(source.text().lastIndexOf('\n', marker.start()), marker.start());
                if (compiler == Compiler.ECJ && marker.group(2) == null && attribute.find()) {
                    position = attribute.start(1);
                }
                marked.add(marker.group(1) + " at " + source.line(position) + ":" + source.column(position));
            }
        }
        return marked;
    }
}
