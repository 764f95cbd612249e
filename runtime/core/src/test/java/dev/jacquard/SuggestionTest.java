package dev.jacquard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class SuggestionTest {
    private static final List<String> KNOWN = List.of("mlp", "libtorch", "sepal length", "species");

    @Test
    void theNearestNameIsMeant() {
        assertThat(Suggestion.nearest("mpl", KNOWN)).isEqualTo("mlp");
        assertThat(Suggestion.nearest("Speices", KNOWN)).isEqualTo("species");
        assertThat(Suggestion.nearest("torch", KNOWN)).isEqualTo("libtorch");
        assertThat(Suggestion.nearest("sepal", KNOWN)).isEqualTo("sepal length");
    }

    @Test
    void nothingIsMadeUpWhereNothingIsNear() {
        assertThat(Suggestion.nearest("y", KNOWN)).isNull();
        assertThat(Suggestion.nearest("petal", KNOWN)).isNull();
        assertThat(Suggestion.nearest("anything", List.of())).isNull();
    }

    @Test
    void aMessageEndsInTheSuggestionOrInWhatThereIs() {
        assertThat(Suggestion.among("specie", KNOWN)).isEqualTo(" — did you mean 'species'?");
        assertThat(Suggestion.among("petal", KNOWN)).isEqualTo("; there are " + KNOWN);
    }
}
