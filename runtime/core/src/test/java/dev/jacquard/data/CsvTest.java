package dev.jacquard.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

import dev.jacquard.DataException;
import dev.jacquard.network.Shape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    private static final String PENGUINS = """
            species,island,bill,mass,sex
            Gentoo,Biscoe,46.1,4500,FEMALE
            Adelie,Torgersen,39.1,3750,MALE
            Adelie,Biscoe,,3800,FEMALE
            Chinstrap,Dream,46.5,3500,
            """;

    @TempDir Path folder;

    private static Dataset read(String text, Consumer<CsvSpec> says) {
        return Csv.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "penguins.csv", says);
    }

    private static void refused(String text, Consumer<CsvSpec> says, String... words) {
        assertThatThrownBy(() -> read(text, says)).isInstanceOf(DataException.class).hasMessageContaining("penguins.csv")
                .hasMessageContainingAll(words);
    }

    @Test
    void readsNumbersUnderAHeader() throws IOException {
        Path path = Files.writeString(folder.resolve("numbers.csv"), "a, b\n1, -2.5\n+3e2 ,.5\n\n");
        Dataset data = Csv.read(path);
        assertThat(data.size()).isEqualTo(2);
        assertThat(data.featureNames()).containsExactly("a", "b");
        assertThat(data.row(0)).containsExactly(1, -2.5f);
        assertThat(data.row(1)).containsExactly(300, 0.5f);
        assertThat(data.targets()).isEmpty();
    }

    @Test
    void saysWhatStandsBetweenFieldsWhenALineIsOneField() {
        refused("a;b;y\n1;2;u\n", c -> c.label("y"), "line 1 is one field, 'a;b;y'", "delimiter(';')");
        refused("a\tb\n1\t2\n", c -> {
        }, "delimiter('\\t')");
        assertThat(read("a;b\n1;2\n", c -> c.delimiter(';')).row(0)).containsExactly(1, 2);
    }

    @Test
    void refusesBytesThatAreNoneOfTheCharset() throws IOException {
        Path path = Files.write(folder.resolve("latin.csv"), "a,y\n1,u\n2,\u00fcber\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Csv.read(path, c -> c.label("y"))).isInstanceOf(DataException.class)
                .hasMessageContainingAll("latin.csv", "line 3", "column 1", "UTF-8", "charset(");
        assertThat(Csv.read(path, c -> c.label("y").charset(StandardCharsets.ISO_8859_1)).classNames()).containsExactly("u", "\u00fcber");
    }

    @Test
    void readsPackedFiles() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("a\n7\n".getBytes(StandardCharsets.UTF_8));
        }
        Path path = Files.write(folder.resolve("numbers.csv.gz"), bytes.toByteArray());
        assertThat(Csv.read(path).row(0)).containsExactly(7);
        Files.write(path, Arrays.copyOf(bytes.toByteArray(), bytes.size() - 9));
        assertThatThrownBy(() -> Csv.read(path)).isInstanceOf(DataException.class).hasMessageContaining("numbers.csv.gz");
    }

    @Test
    void turnsTextsIntoSortedClassesAndCategories() {
        Dataset data = read(PENGUINS, c -> c.label("species").categorical("island", "sex").missing(m -> m.dropRow()));
        assertThat(data.size()).isEqualTo(2);
        assertThat(data.classNames()).containsExactly("Adelie", "Gentoo");
        assertThat(data.labels()).containsExactly(1, 0);
        assertThat(data.featureNames()).containsExactly("island=Biscoe", "island=Torgersen", "bill", "mass", "sex=FEMALE", "sex=MALE");
        assertThat(data.row(0)).containsExactly(1, 0, 46.1f, 4500, 1, 0);
        assertThat(data.row(1)).containsExactly(0, 1, 39.1f, 3750, 0, 1);
    }

    @Test
    void fillsMissingValuesColumnByColumn() {
        Dataset data = read(PENGUINS, c -> c.label("species").ignore("island").categorical("sex").missing(m -> m.mean("bill").value(0)));
        assertThat(data.size()).isEqualTo(4);
        assertThat(data.row(2)[0]).isCloseTo((46.1f + 39.1f + 46.5f) / 3, org.assertj.core.data.Offset.offset(1e-5f));
        assertThat(data.row(3)).containsExactly(46.5f, 3500, 0, 0);
        Dataset constant = read("a,b\n?,1\n2,NA\n", c -> c.missing(m -> m.marker("?", "NA").value(-1)));
        assertThat(constant.row(0)).containsExactly(-1, 1);
        assertThat(constant.row(1)).containsExactly(2, -1);
    }

    @Test
    void takesFinishedSettingsForMissingValues() {
        MissingSettings zeros = MissingSpec.settings(m -> m.marker("?").value(0));
        assertThat(read("a,b\n?,1\n2,\n", c -> c.missing(m -> m.marker("NA").dropRow()).missing(zeros)).row(0)).containsExactly(0, 1);
        assertThat(read("a,b\n?,NA\n2,3\n", c -> c.missing(zeros).missing(m -> m.marker("NA").dropRow("b"))).size()).isOne();
        refused("a,b\nNA,1\n", c -> c.missing(m -> m.marker("NA").value(1)).missing(zeros), "line 2", "'NA'");
    }

    @Test
    void namesLineAndColumnOfMissingValues() {
        refused(PENGUINS, c -> c.label("species").categorical("island", "sex"), "line 4", "column 'bill'", "missing", "m.mean()");
        refused("a,b\n1,2\n?,3\n", c -> c.missing(m -> m.marker("?")), "line 3", "column 'a'", "('?')");
        refused("a,k\n1,\n", c -> c.label("k").missing(m -> m.value(0)), "line 2", "column 'k'", "not made up", "dropRow(\"k\")");
        refused("a,k\n1,\n", c -> c.target("k").missing(m -> m.mean()), "line 2", "column 'k'", "not made up");
        refused("a,b\n,1\n,2\n", c -> c.missing(m -> m.mean()), "column 'a' has no value at all");
        refused("a\n1\n", c -> c.missing(m -> m.mean("aa")), "no column 'aa'", "did you mean 'a'?");
        refused("a\n\"\"\n", c -> c.missing(m -> m.dropRow()), "has no rows below its header");
    }

    @Test
    void namesLineColumnAndTextThatIsNoNumber() {
        refused(PENGUINS, c -> c.label("species"), "line 2", "column 'island'", "'Biscoe' is not a number", "categorical(\"island\")");
        for (String text : List.of("1,5", "0x1p3", "1f", "1d", "NaN", "Infinity", "1e", "--1", "e", "1_000", "１")) {
            refused("a;b\n1;2\n3;" + text + "\n", c -> c.delimiter(';'), "line 3", "column 'b'", "'" + text + "' is not a number");
        }
        refused("a\n1e40\n", c -> {
        }, "line 2", "column 'a'", "'1e40' is too large");
        refused("a,b\n1,x\n", c -> c.target("b"), "line 2", "column 'b'", "label(\"b\")");
    }

    @Test
    void namesLinesOfAnotherWidth() {
        refused("a,b\n1,2\n3\n", c -> {
        }, "line 3 has 1 fields", "2 columns [a, b]");
        refused("a,b\n1,2\n3,4,5\n", c -> {
        }, "line 3 has 3 fields");
    }

    @Test
    void asksForTheColumnThatWasMeant() {
        refused(PENGUINS, c -> c.label("specis"), "no column 'specis'", "did you mean 'species'?");
        refused(PENGUINS, c -> c.ignore("weight in grams"), "no column 'weight in grams'", "[species, island, bill, mass, sex]");
        refused(PENGUINS, c -> c.label(5), "no column 5", "0 to 4", "-1 to -5");
        refused(PENGUINS, c -> c.label(-6), "no column -6");
    }

    @Test
    void aColumnHasOneUse() {
        refused(PENGUINS, c -> c.label("species").ignore("species"), "'species' is the label and also ignored");
        refused(PENGUINS, c -> c.inputs("mass", "mass"), "'mass' is an input and also an input");
        refused(PENGUINS, c -> c.label("species").categorical("species"), "'species' is categorical, but the label");
        refused(PENGUINS, c -> c.inputs("mass").categorical("sex"), "'sex' is categorical, but not among the inputs");
        refused("a,b\n1,2\n", c -> c.label("a").target("b"), "no column is left as an input", "[a, b]");
        refused("a,a\n1,2\n", c -> {
        }, "line 1", "two columns 'a'");
    }

    @Test
    void takesColumnsByPosition() {
        String text = "5.1,x,1,7\n4.9,y,0,8\n";
        Dataset data = read(text, c -> c.noHeader().label(-2).categorical(1).target(0));
        assertThat(data.featureNames()).containsExactly("column 1=x", "column 1=y", "column 3");
        assertThat(data.row(1)).containsExactly(0, 1, 8);
        assertThat(data.labels()).containsExactly(1, 0);
        assertThat(RowReader.row(data.targets().get(1), 0)).containsExactly(5.1f);
        assertThat(read(text, c -> c.noHeader().inputs(3, 0)).row(0)).containsExactly(7, 5.1f);
        assertThat(read(text, c -> c.columns("a", "b", "c", "d").ignore("b").ignore(3)).featureNames()).containsExactly("a", "c");
        refused(text, c -> c.columns("a", "b"), "line 1 has 4 fields", "2 columns [a, b]");
    }

    @Test
    void severalTargetsAreOneTarget() {
        Dataset data = read("x,u,v\n1,2,3\n4,5,6\n", c -> c.target("v", "u"));
        assertThat(data.targets()).hasSize(1);
        assertThat(data.targets().getFirst().shape()).isEqualTo(Shape.of(2));
        assertThat(data.target(1)).containsExactly(6, 5);
    }

    @Test
    void sortsWholeNumbersAsNumbers() {
        Dataset data = read("x,k\n1,10\n2,9\n3,10\n4,-1\n", c -> c.label("k"));
        assertThat(data.classNames()).containsExactly("-1", "9", "10");
        assertThat(data.labels()).containsExactly(2, 1, 2, 0);
        assertThat(read("x,k\n1,10\n2,9\n3,b\n", c -> c.label("k")).classNames()).containsExactly("10", "9", "b");
    }

    @Test
    void givenClassesFixTheirNumbers() {
        Dataset texts = read("x,k\n1,b\n2,a\n", c -> c.label("k").classes("c", "b", "a"));
        assertThat(texts.labels()).containsExactly(1, 2);
        assertThat(texts.classNames()).containsExactly("c", "b", "a");
        Dataset numbers = read("x,k\n1,2\n2,0\n", c -> c.label("k").classes("setosa", "versicolor", "virginica"));
        assertThat(numbers.labels()).containsExactly(2, 0);
        refused("x,k\n1,2\n2,3\n", c -> c.label("k").classes("a", "b", "c"), "column 'k', line 3: '3' is none of the 3 given");
        refused("x,k\n1,setosa\n2,versicolour\n", c -> c.label("k").classes("setosa", "versicolor"), "line 3", "'versicolour'",
                "did you mean 'versicolor'?");
    }

    @Test
    void givenCategoriesFixTheirPlaces() {
        Dataset data = read("x,k\n1,b\n2,a\n", c -> c.categories("k", List.of("a", "z", "b")));
        assertThat(data.featureNames()).containsExactly("x", "k=a", "k=z", "k=b");
        assertThat(data.row(0)).containsExactly(1, 0, 0, 1);
        refused("x,k\n1,b\n2,q\n", c -> c.categories("k", List.of("a", "b")), "column 'k', line 3: 'q' is none of the 2 given");
    }

    /** The first line of scikit-learn's own files tells counts and class names. */
    @Test
    void skipsLinesAndStillCountsThem() {
        String text = "2,2,setosa,versicolor\n5.1,3.5,0\n4.9,3.0,1\n";
        Dataset data = read(text, c -> c.skipLines(1).noHeader().label(-1));
        assertThat(data.size()).isEqualTo(2);
        assertThat(data.row(1)).containsExactly(4.9f, 3);
        refused("skipped\na,b\n1,x\n", c -> c.skipLines(1), "line 3", "column 'b'");
        refused("skipped\n", c -> c.skipLines(1), "is empty after the 1 lines skipped");
        refused("", c -> {
        }, "is empty");
        refused("a,b\n", c -> {
        }, "no rows below its header");
        assertThatThrownBy(() -> read(text, c -> c.skipLines(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void understandsQuotesLineBreaksAndMarks() {
        Dataset data = read("\uFEFFname,x\r\n\"a, \"\"b\"\"\n c\",1\r\nd,2\r\n", c -> c.label("name"));
        assertThat(data.classNames()).containsExactly("a, \"b\"\n c", "d");
        Dataset other = read("name\tx\n'a\tb'\t1\n", c -> c.delimiter('\t').quote('\'').label("name"));
        assertThat(other.classNames()).containsExactly("a\tb");
        Dataset latin = Csv.read(new ByteArrayInputStream("k,x\nä,1\n".getBytes(StandardCharsets.ISO_8859_1)), "latin",
                c -> c.charset(StandardCharsets.ISO_8859_1).label("k"));
        assertThat(latin.classNames()).containsExactly("ä");
    }

    @Test
    void saysThatAFileCannotBeRead() {
        assertThatThrownBy(() -> Csv.read(folder.resolve("nothing.csv"))).isInstanceOf(DataException.class).hasMessageContaining("no file");
        assertThatThrownBy(() -> Csv.read(folder)).isInstanceOf(DataException.class).hasMessageContaining(folder.toString());
        assertThatThrownBy(() -> Csv.read(new java.io.InputStream() {
            @Override
            public int read() {
                throw new UncheckedIOException(new IOException("device gone"));
            }
        }, "stream", c -> {
        })).isInstanceOf(DataException.class).hasMessageContaining("device gone");
    }

    @Test
    void saysWhereAGzipFileEndsEarlyOrIsDamaged() throws IOException {
        Path path = folder.resolve("numbers.csv.gz");
        byte[] whole = packed("a,b\n" + "1,2\n3,4.5\n".repeat(50_000));
        Files.write(path, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> Csv.read(path)).isInstanceOf(DataException.class)
                .hasMessageMatching(
                        ".*numbers.csv.gz: the gzip file ends early, in line \\d{5,6} of its text; it was not copied or downloaded whole, get it again");
        Files.write(path, Arrays.copyOf(whole, whole.length - 3));
        assertThatThrownBy(() -> Csv.read(path)).hasMessageContaining("ends early, in line 100002 of its text");
        Files.write(path, Arrays.copyOf(whole, 5));
        assertThatThrownBy(() -> Csv.read(path)).hasMessageContaining("ends early, in the header");
        assertThatThrownBy(() -> Csv.read(path, c -> c.skipLines(1))).hasMessageContaining("ends early, in the header");
        byte[] damaged = whole.clone();
        damaged[whole.length - 6] ^= 1;
        Files.write(path, damaged);
        assertThatThrownBy(() -> Csv.read(path)).hasMessageContaining("the gzip file is damaged in line 100002 of its text: ").hasMessageContaining(
                "get it again");
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void readsBackWhatWasWritten() {
        java.util.SplittableRandom random = new java.util.SplittableRandom(3);
        float[][] x = new float[211][7];
        StringBuilder text = new StringBuilder("a,b,c,d,e,f,g\n");
        for (float[] row : x) {
            for (int i = 0; i < row.length; i++) {
                do {
                    row[i] = Float.intBitsToFloat(random.nextInt());
                } while (!Float.isFinite(row[i]));
                text.append(i == 0 ? "" : ",").append(row[i]);
            }
            text.append('\n');
        }
        Dataset data = read(text.toString(), c -> {
        });
        for (int row = 0; row < x.length; row++) {
            assertThat(data.row(row)).isEqualTo(x[row]);
        }
    }
}
