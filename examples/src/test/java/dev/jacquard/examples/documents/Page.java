package dev.jacquard.examples.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation with the code it shows.
 *
 * @param name   of the file, without its ending
 * @param blocks fenced blocks of any language, in order
 * @param given  declarations in a comment that begins with {@code <!-- given}: what the page's statements may take for granted
 * @param text   the whole page
 */
record Page(String name, List<Block> blocks, String given, String text) {
    private static final Path ROOT = Files.exists(Path.of("docs")) ? Path.of("") : Path.of("..");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\S*)([^\n]*)\n(.*?)^```$");
    private static final Pattern GIVEN = Pattern.compile("(?ms)^<!-- given[^\n]*\n(.*?)^-->$");

    /**
     * Fenced text.
     *
     * @param language what stands behind the fence
     * @param wrong    whether {@code wrong} stands behind it: the compiler refuses it with the messages of the next block
     * @param line     of its first line in the page, from 1
     */
    record Block(String language, boolean wrong, String text, int line) {
        boolean isJava() { return language.equals("java"); }

        /** Whether it consists of imports: those of every block of its page. */
        boolean isImports() {
            return isJava() && text.lines().allMatch(l -> l.isBlank() || l.startsWith("import "));
        }

        /** Whether it declares types. */
        boolean isTypes() {
            return text.lines().anyMatch(l -> l.matches("(?:public |final |abstract |sealed )*(?:interface|class|record|enum|@interface) .*"));
        }

        /** Whether it declares methods, which need a type around them. */
        boolean isMethods() {
            return !isTypes() && text.lines().anyMatch(l -> l.matches("(?:public |private |static )*[\\w.<>\\[\\]]+ \\w+\\(.*\\).*\\{"));
        }
    }

    static Page read(String path) {
        String text;
        try {
            text = Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Block> blocks = new ArrayList<>();
        Matcher fence = FENCED.matcher(text);
        while (fence.find()) {
            int line = (int) text.substring(0, fence.start(3)).lines().count() + 1;
            blocks.add(new Block(fence.group(1), fence.group(2).strip().equals("wrong"), fence.group(3), line));
        }
        Matcher given = GIVEN.matcher(text);
        String file = Path.of(path).getFileName().toString();
        return new Page(file.substring(0, file.indexOf('.')).toLowerCase(), blocks, given.find() ? given.group(1) : "", text);
    }

    /** The imports that its blocks of code share. */
    String imports() {
        StringBuilder imports = new StringBuilder();
        blocks.stream().filter(Block::isImports).forEach(b -> imports.append(b.text()));
        return imports.toString();
    }
}
