package dev.sightline.model.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.RenderResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A Hugging Face chat template: Jinja as transformers renders it (blocks trimmed, user text never evaluated).
 *
 * <p>Thread-safe.
 */
final class ChatTemplate {
    private final Jinjava jinjava = new Jinjava(JinjavaConfig.newBuilder()
            .withTrimBlocks(true)
            .withLstripBlocks(true)
            .withNestedInterpretationEnabled(false)
            .withLegacyOverrides(LegacyOverrides.Builder.from(LegacyOverrides.ALL)
                    .withWhitespaceRequiredWithinTokens(false)
                    .build())
            .withElResolver(PythonMethods.resolver())
            .build());
    private final String template;
    private final Map<String, Object> globals = new HashMap<>();

    /**
     * A template.
     *
     * @param template        its text
     * @param tokenizerConfig names the tokens that templates may ask for, such as {@code bos_token}
     */
    ChatTemplate(String template, JsonNode tokenizerConfig) {
        this.template = template.replaceAll("\\{%-?\\s*(end)?generation\\s*-?%}", "");
        tokenizerConfig.properties().forEach(field -> {
            if (field.getKey().endsWith("_token")) {
                JsonNode token = field.getValue();
                globals.put(
                        field.getKey(), token.isObject() ? token.path("content").asText("") : token.asText(""));
            }
        });
    }

    /**
     * Writes a conversation out, up to the place where the model goes on.
     *
     * @param guard hides user text
     * @throws IllegalArgumentException if the template refuses the conversation
     */
    String render(List<ChatTurn> turns, UnaryOperator<String> guard) {
        Map<String, Object> context = new HashMap<>(globals);
        context.put("messages", turns.stream().map(turn -> message(turn, guard)).toList());
        context.put("add_generation_prompt", true);
        RenderResult result = jinjava.renderForResult(template, context);
        if (result.hasErrors()) {
            throw new IllegalArgumentException("The chat template refuses the conversation: "
                    + result.getErrors().get(0).getMessage());
        }
        return result.getOutput();
    }

    private static Map<String, Object> message(ChatTurn turn, UnaryOperator<String> guard) {
        List<Map<String, Object>> parts =
                turn.parts().stream().map(part -> part(part, guard)).toList();
        return Map.of("role", turn.role(), "content", parts);
    }

    private static Map<String, Object> part(ChatTurn.Part part, UnaryOperator<String> guard) {
        return part instanceof ChatTurn.Text text
                ? Map.of("type", "text", "text", guard.apply(text.text()))
                : Map.of("type", "image");
    }
}
