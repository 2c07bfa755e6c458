package dev.sightline.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One event of each type, with everything in it. */
final class ExampleEvents {
    static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123Z");
    static final String HASH = Sha256.of(new byte[0]).hex();

    private ExampleEvents() {}

    /** Type → event. */
    static Map<String, Object> all() {
        return Map.of(
                ImageSubmitted.TYPE, request(),
                ImageDeleted.TYPE, new ImageDeleted("kettle-1", "asked", NOON),
                TextGenerated.CAPTION_TYPE, text(TaskType.ALT),
                TextGenerated.ANSWER_TYPE, text(TaskType.ANSWER),
                ImageEmbedded.TYPE, embedding(),
                CaptionEdited.TYPE, edit(CaptionEdited.Action.EDIT),
                DocumentUpdated.TYPE, document());
    }

    static ImageSubmitted request() {
        var everything = new TaskRequest(
                "first",
                "answer",
                null,
                List.of(new ChatMessage("system", "Be brief."), new ChatMessage("user", "What is it?")),
                "en-GB",
                new PromptChoice(null, "Say what you see."),
                "tiny",
                new GenerationParameters(8, 0.5, 40, 0.9, 0.1, 1.1, 3, 1, 7L, List.of("\n"), 2, 1),
                new ImageContext("link", "nearby", "title", "kettle"));
        return new ImageSubmitted(
                "kettle-1",
                new ImageReference("https://example.org/kettle.jpg", "kettle.jpg", HASH, "image/jpeg"),
                List.of(everything, TaskRequest.of(TaskType.ANSWER, "What is it made of?")),
                NOON,
                NOON,
                new ImageSubmitted.Replay("r1", NOON, false));
    }

    static ImageEmbedded embedding() {
        var model = new TextGenerated.Model("towers", HASH);
        return ImageEmbedded.of("kettle-1", HASH, model, new float[] {0.5f, -0.25f});
    }

    static CaptionEdited edit(CaptionEdited.Action action) {
        var text = action == CaptionEdited.Action.REVERT ? null : "A blue kettle.";
        return new CaptionEdited("kettle-1", TaskType.ALT, "en", text, action, "e1", "Ada", NOON);
    }

    static DocumentUpdated document() {
        var version = new DocumentUpdated.Version(
                "e1", DocumentUpdated.Origin.GENERATED, NOON, new TextGenerated.Model("tiny", HASH), null, -0.4, null);
        var edited = new DocumentUpdated.Version("e2", DocumentUpdated.Origin.EDITED, NOON, null, "Ada", null, null);
        return new DocumentUpdated(
                "kettle-1",
                new TextGenerated.ImageName("sightline:" + HASH, "kettle.jpg"),
                HASH,
                DocumentUpdated.State.FAILED,
                "image_empty",
                NOON,
                List.of(new DocumentUpdated.Asked(
                        "alt", "alt", null, "en", DocumentUpdated.State.FAILED, "image_empty")),
                List.of(new DocumentUpdated.Text(
                        TaskType.ALT,
                        "en",
                        "A blue kettle.",
                        edited,
                        List.of(new DocumentUpdated.Earlier("A kettle.", version)))),
                List.of(new DocumentUpdated.Answer("What is it?", "en", "A kettle.", version)),
                NOON,
                NOON);
    }

    static TextGenerated text(TaskType task) {
        var requestId = NameBasedUuid.of("here", "1").toString();
        return new TextGenerated(
                "kettle-1",
                new TextGenerated.ImageName("sightline:" + HASH, "kettle.jpg"),
                requestId,
                NOON,
                task.wireName(),
                task,
                task == TaskType.ANSWER ? "What is it?" : null,
                "A kettle.",
                "en",
                "stop",
                new TextGenerated.Model("tiny", HASH),
                new TextGenerated.Prompt("caption.v1", HASH),
                GenerationParameters.ofMaxNewTokens(32),
                HASH,
                HASH,
                new TextGenerated.Usage(16, 30, 4),
                Map.of("generate", 12.5),
                -0.4,
                null,
                null,
                null,
                false,
                null,
                NOON);
    }
}
