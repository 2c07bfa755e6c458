package dev.sightline.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.event.Json;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.text.Tokenizer;
import java.nio.file.Path;

/** What a tokenizer makes of strings that a stranger wrote. */
final class TokenizerRun {
    private TokenizerRun() {}

    static void run(ConformanceKit kit, String family, Answers answers) {
        var file = Path.of(ConformanceKit.tokenizerFile(family)).getFileName().toString();
        try (var tokenizer = Tokenizer.of(ModelFolder.open(kit.model(family)))) {
            var index = 0;
            for (var text : kit.strings(family)) {
                var line = Json.mapper().createObjectNode();
                line.put("type", "tokenizer").put("file", file).put("index", index);
                answers.give(file + " row " + index++, () -> answered(line, tokenizer.encodeUntrusted(text)));
            }
        }
    }

    private static JsonNode answered(ObjectNode line, int[] ids) {
        var array = line.putArray("ids");
        for (var id : ids) {
            array.add(id);
        }
        return line;
    }
}
