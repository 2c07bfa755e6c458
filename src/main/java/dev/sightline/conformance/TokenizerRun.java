package dev.sightline.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.event.Json;
import dev.sightline.model.ModelFolder;
import dev.sightline.model.Tokenizer;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What a tokenizer makes of strings that a stranger wrote. */
final class TokenizerRun {
    private TokenizerRun() {}

    static void run(ConformanceKit kit, String family, Consumer<JsonNode> lines) {
        var file = Path.of(ConformanceKit.tokenizerFile(family)).getFileName().toString();
        try (var tokenizer = Tokenizer.of(ModelFolder.open(kit.model(family)))) {
            var index = 0;
            for (var text : kit.strings(family)) {
                var line = Json.mapper().createObjectNode();
                line.put("type", "tokenizer").put("file", file).put("index", index++);
                var ids = line.putArray("ids");
                for (var id : tokenizer.encodeUntrusted(text)) {
                    ids.add(id);
                }
                lines.accept(line);
            }
        }
    }
}
