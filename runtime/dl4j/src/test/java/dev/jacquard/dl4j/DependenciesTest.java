package dev.jacquard.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Old libraries that Deeplearning4j asks for are lifted, and only whoever adds the bridge gets any of them. */
class DependenciesTest {
    /** The oldest version without the holes that are known; every other test here runs on these. */
    @ParameterizedTest
    @CsvSource({"org.apache.commons.compress.archivers.zip.ZipFile, commons-compress, 1.26.0",
        "org.apache.commons.io.IOUtils, commons-io, 2.14.0",
        "org.apache.commons.lang3.StringUtils, commons-lang3, 3.18.0", "org.apache.commons.net.ftp.FTPClient, commons-net, 3.9.0",
        "com.google.gson.Gson, gson, 2.8.9", "org.apache.commons.codec.binary.Base64, commons-codec, 1.13",
        "org.apache.commons.collections4.CollectionUtils, commons-collections4, 4.2",
        "org.apache.commons.math3.util.FastMath, commons-math3, 3.6"}) void whatRunsIsNotOld(String type, String artifact, String oldest)
                throws ClassNotFoundException {
        String jar = Path.of(Class.forName(type).getProtectionDomain().getCodeSource().getLocation().getPath()).getFileName().toString();
        assertThat(jar).matches(artifact + "-[\\d.]+\\.jar");
        String version = jar.substring(artifact.length() + 1, jar.length() - ".jar".length());
        assertThat(Arrays.compare(numbers(version), numbers(oldest))).as(jar).isNotNegative();
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../core/pom.xml", "../../processor/pom.xml", "../../examples/pom.xml"})
    void nobodyElseGetsAny(
            String pom) throws IOException {
        assertThat(Files.readString(Path.of(pom))).doesNotContain("deeplearning4j").doesNotContain("nd4j").doesNotContain("jacquard-dl4j")
                .contains("<project");
    }
}
