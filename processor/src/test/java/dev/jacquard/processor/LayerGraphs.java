package dev.jacquard.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.jacquard.processor.Compilation.Compiler;
import dev.jacquard.processor.Compilation.Source;
import dev.jacquard.processor.graph.LayerGraph;

/** Layer graphs from the text of definitions, for tests of later stages. */
public final class LayerGraphs {
    private LayerGraphs() {
    }

    /** The graphs of all models in a source, by name; it sees all words of a definition. */
    public static Map<String, LayerGraph> of(String definitions) {
        Map<String, LayerGraph> graphs = new LinkedHashMap<>();
        Compilation compilation = Compilation.run(Compiler.JAVAC,
                List.of(new ModelProcessor((graph, _, _, files) -> graphs.put(graph.name(), graph))),
                List.of("-proc:only", "-Ajacquard.notes=false"), Source.of("Sample", definitions));
        assertThat(compilation.said()).isEmpty();
        return graphs;
    }
}
