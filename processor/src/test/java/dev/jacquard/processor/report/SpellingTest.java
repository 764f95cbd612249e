package dev.jacquard.processor.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class SpellingTest {
    @Test
    void distancesCountLettersToChange() {
        assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Spelling.distance("image", "imgae")).isEqualTo(1);
        assertThat(Spelling.distance("Hidden", "hidden")).isZero();
        assertThat(Spelling.distance("", "abc")).isEqualTo(3);
    }

    @Test
    void theNearestNameIsFoundWhenItIsNear() {
        assertThat(Spelling.nearest("hiden", List.of("image", "hidden", "hide"))).isEqualTo("hidden");
        assertThat(Spelling.nearest("conv3", List.of("conv1", "image"))).isEqualTo("conv1");
        assertThat(Spelling.nearest("digit", List.of("image", "pixels"))).isNull();
        assertThat(Spelling.nearest("x", List.of("longName"))).isNull();
        assertThat(Spelling.nearest("x", List.of())).isNull();
    }

    @Test
    void withoutANearNameAllAreShown() {
        assertThat(Spelling.suggestion("digit", List.of("image", "pixels"))).isEqualTo("there are image, pixels");
        assertThat(Spelling.suggestion("digit", List.of())).isEqualTo("declare it");
    }
}
