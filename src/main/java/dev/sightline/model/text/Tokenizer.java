package dev.sightline.model.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.runtime.OnnxRuntime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Text to ids and back, by the folder's own {@code tokenizer.json}.
 *
 * <p>Special ids come from template text only: stretches between them are encoded by a twin of the tokenizer that knows no
 * added tokens, so that nothing a user writes can become one. Thread-safe; whoever opened it closes it.
 */
public final class Tokenizer implements AutoCloseable {
    private static final Map<String, String> WHOLE = Map.of("truncation", "false", "padding", "false");

    private final SpecialTokens specials;
    private final HuggingFaceTokenizer decoder;
    private final HuggingFaceTokenizer twin;
    private final HuggingFaceTokenizer within; // the twin for stretches that do not begin a text
    private final int[] prefix;
    private final int[] suffix;
    private final @Nullable String bos;

    private Tokenizer(JsonNode json, JsonNode config) {
        specials = new SpecialTokens(json);
        decoder = open(json);
        ObjectNode plain = json.deepCopy();
        plain.putArray("added_tokens");
        plain.putNull("post_processor");
        plain.putNull("truncation");
        plain.putNull("padding");
        twin = open(plain);
        within = beginsAnew(plain.path("pre_tokenizer")) ? open(plain) : twin;
        prefix = templateIds(json.path("post_processor"), true);
        suffix = templateIds(json.path("post_processor"), false);
        JsonNode token = config.path("bos_token");
        bos = token.isObject() ? token.path("content").asText(null) : token.asText(null);
    }

    /**
     * Opens a folder's tokenizer.
     *
     * @throws ModelRefusedException if it has none, or one that the library cannot read
     */
    public static Tokenizer of(ModelFolder folder) {
        return of(folder.tokenizer(), folder.tokenizerConfig());
    }

    /**
     * Opens the tokenizer of a folder that holds no vision-language model.
     *
     * @param json   the content of {@code tokenizer.json}
     * @param config the content of {@code tokenizer_config.json}, or a missing node
     * @throws ModelRefusedException if the library cannot read it
     */
    public static Tokenizer of(JsonNode json, JsonNode config) {
        return new Tokenizer(json, config);
    }

    private static HuggingFaceTokenizer open(JsonNode json) {
        OnnxRuntime.goOffline();
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes), WHOLE);
        } catch (IOException | RuntimeException e) { // the native library throws nothing narrower
            throw new ModelRefusedException(
                    "tokenizer.json is none that Hugging Face's tokenizers can read: " + e.getMessage(), e);
        }
    }

    /**
     * Takes from a pre-tokenizer what it adds at a text's beginning alone; returns whether there was such.
     *
     * <p>{@code Metaspace} with {@code "prepend_scheme": "first"} puts a blank there, and none after a special token.
     */
    private static boolean beginsAnew(JsonNode preTokenizer) {
        boolean found = false;
        for (JsonNode inner : preTokenizer.path("pretokenizers")) {
            found |= beginsAnew(inner);
        }
        if (preTokenizer instanceof ObjectNode one
                && one.path("prepend_scheme").asText().equals("first")) {
            one.put("prepend_scheme", "never");
            found = true;
        }
        return found;
    }

    private static int[] templateIds(JsonNode processor, boolean before) {
        if (processor.path("type").asText().equals("Sequence")) {
            for (JsonNode inner : processor.path("processors")) {
                int[] ids = templateIds(inner, before);
                if (ids.length > 0) {
                    return ids;
                }
            }
            return new int[0];
        }
        JsonNode edge = processor.path(before ? "cls" : "sep"); // RobertaProcessing, as CLIP has it: [token, id]
        if (edge.isArray()) {
            return new int[] {edge.path(1).asInt()};
        }
        List<Integer> ids = new ArrayList<>();
        boolean text = false;
        for (JsonNode piece : processor.path("single")) {
            if (piece.has("Sequence")) {
                text = true;
            } else if (text != before) {
                String name = piece.path("SpecialToken").path("id").asText();
                processor.path("special_tokens").path(name).path("ids").forEach(id -> ids.add(id.asInt()));
            }
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The ids of text from a stranger: none of them is special. */
    public int[] encodeUntrusted(String text) {
        return ids(twin, text);
    }

    private static int[] ids(HuggingFaceTokenizer by, String text) {
        return text.isEmpty()
                ? new int[0]
                : toInts(by.encode(text, false, false).getIds());
    }

    /**
     * The ids of a whole text from a stranger, with what the tokenizer puts before and after every text.
     *
     * @param most how many ids there may be; the text's end is left out where it has more
     */
    public int[] encodeWhole(String text, int most) {
        int[] ids = encodeUntrusted(text);
        int room = Math.min(ids.length, most - prefix.length - suffix.length);
        IntStream begun =
                IntStream.concat(IntStream.of(prefix), IntStream.of(ids).limit(Math.max(0, room)));
        return IntStream.concat(begun, IntStream.of(suffix)).toArray();
    }

    /** A mask for the user texts of one conversation. */
    PrivateCharacters guard(List<String> userTexts) {
        return new PrivateCharacters(specials.texts(), userTexts);
    }

    /**
     * The ids of a rendered prompt, with what the tokenizer puts before and after every text.
     *
     * @param rendered template text in the clear, user text hidden by {@code guard}
     */
    int[] encode(String rendered, PrivateCharacters guard) {
        boolean begun = bos != null && rendered.startsWith(bos);
        IntStream ids = begun ? IntStream.empty() : IntStream.of(prefix);
        HuggingFaceTokenizer by = twin;
        for (SpecialTokens.Piece piece : specials.cut(rendered)) {
            Integer special = piece.id();
            int[] next = special != null ? new int[] {special} : ids(by, guard.reveal(piece.text()));
            ids = IntStream.concat(ids, IntStream.of(next));
            by = within;
        }
        return (begun ? ids : IntStream.concat(ids, IntStream.of(suffix))).toArray();
    }

    /** The text of ids, special tokens left out. */
    public String decode(List<Integer> ids) {
        return decoder.decode(ids.stream().mapToLong(Integer::longValue).toArray(), true);
    }

    /** The id of a special token. */
    int specialId(String token) {
        Integer id = specials.id(token);
        if (id == null) {
            throw new ModelRefusedException("tokenizer.json has no added token " + token);
        }
        return id;
    }

    private static int[] toInts(long[] ids) {
        return LongStream.of(ids).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public void close() {
        if (within != twin) {
            within.close();
        }
        twin.close();
        decoder.close();
    }
}
