package dev.sightline.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sightline.embed.Towers;
import dev.sightline.encode.FeatureCache;
import dev.sightline.encode.ImageEncoder;
import dev.sightline.encode.ImageFeatures;
import dev.sightline.event.ImageReference;
import dev.sightline.event.Lane;
import dev.sightline.event.PromptChoice;
import dev.sightline.event.Sha256;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.event.TextGenerated;
import dev.sightline.failure.FailureCode;
import dev.sightline.fetch.ImageFetcher;
import dev.sightline.model.folder.ImageLayout;
import dev.sightline.model.text.ChatTurn;
import dev.sightline.preprocess.ImageDecoder;
import dev.sightline.preprocess.PreprocessConfig;
import dev.sightline.preprocess.Preprocessor;
import dev.sightline.storage.ImageBytes;
import dev.sightline.task.TaskSettings;
import dev.sightline.task.Tasks;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalCaptionerTest {
    private static final ImageReference PHOTO = new ImageReference("s3://photos/cat.jpg", "cat.jpg", null, null);

    private final AtomicInteger encoded = new AtomicInteger();
    private final FeatureCache features = new FeatureCache(1 << 20);
    private final FakeGenerator generator = new FakeGenerator();
    private final List<TaskOutcome> ended = new CopyOnWriteArrayList<>();
    private final List<Sha256> thumbnails = new CopyOnWriteArrayList<>();
    private ImageFetcher fetcher = fetching(ImageBytes.copyOf(new byte[] {1, 2, 3}));
    private ImageDecoder decoder = file -> OnePixel.picture();
    private ImagePlacer placer = ImagePlacer.NONE;
    private LocalCaptioner captioner;

    @AfterEach
    void close() {
        captioner.close();
    }

    @Test
    void readsTheImageOnceForAllItsTasks() {
        var outcomes =
                caption(TaskRequest.of(TaskType.CAPTION, null), TaskRequest.of(TaskType.ANSWER, "Which animal?"));

        assertThat(outcomes).extracting(this::text).containsExactly("Describe this photo.", "Which animal?");
        assertThat(encoded).hasValue(1);
    }

    @Test
    void keepsOneThumbnailOfAnImageWhateverIsAskedOfIt() {
        caption(TaskRequest.of(TaskType.CAPTION, null), TaskRequest.of(TaskType.ALT, null));

        assertThat(thumbnails).containsExactly(Sha256.of(new byte[] {1, 2, 3}));
    }

    @Test
    void leavesOtherTasksAloneWhenOneIsNotOffered() {
        var dance = new TaskRequest("d", "dance", null, null, null, null, null, null, null);

        var outcomes = caption(dance, TaskRequest.of(TaskType.CAPTION, null));

        assertThat(failed(outcomes.get(0)).failure().code()).isEqualTo(FailureCode.TASK_UNSUPPORTED);
        assertThat(failed(outcomes.get(0)).taskId()).isEqualTo("d");
        assertThat(outcomes.get(1)).isInstanceOf(TaskOutcome.Done.class);
    }

    @Test
    void fetchesNothingForARequestOfWhichNothingCanBeDone() {
        fetcher = failing(new AssertionError("fetched"));

        var outcomes = caption(TaskRequest.of(TaskType.ANSWER, " "));

        assertThat(failed(outcomes.get(0)).stage()).isEqualTo("request");
    }

    @Test
    void namesTheStageAtWhichAnImageFailed() {
        fetcher = failing(FailureCode.IMAGE_NOT_FOUND.because("gone").toException());

        var outcomes = caption(TaskRequest.of(TaskType.CAPTION, null), TaskRequest.of(TaskType.ALT, null));

        assertThat(outcomes).extracting(outcome -> failed(outcome).stage()).containsOnly("fetch");
        assertThat(outcomes)
                .extracting(outcome -> failed(outcome).failure().code())
                .containsOnly(FailureCode.IMAGE_NOT_FOUND);
    }

    @Test
    void namesTheImageThatCannotBeDecoded() {
        decoder = file -> {
            throw FailureCode.IMAGE_UNDECODABLE
                    .because("the JPEG file is broken")
                    .toException();
        };

        var outcomes = caption(TaskRequest.of(TaskType.CAPTION, null));

        assertThat(outcomes).singleElement().satisfies(outcome -> assertThat(((TaskOutcome.Failed) outcome).failure())
                .isEqualTo(FailureCode.IMAGE_UNDECODABLE.because("cat.jpg: the JPEG file is broken")));
    }

    @Test
    void triesARefusedTextOnceMoreInAnotherWay() {
        generator.texts = List.of(" ", "A cat.");

        var outcomes = caption(TaskRequest.of(TaskType.CAPTION, null));

        assertThat(text(outcomes.get(0))).isEqualTo("A cat.");
        assertThat(generator.requests)
                .extracting(asked -> asked.config().penalties().repetition())
                .containsExactly(1.0, 1.2);
    }

    @Test
    void rejectsATextThatTheGateRefusesTwice() {
        generator.texts = List.of("", "");

        var outcomes = caption(TaskRequest.of(TaskType.CAPTION, null));

        assertThat(failed(outcomes.get(0)).failure().code()).isEqualTo(FailureCode.GENERATION_REJECTED);
        assertThat(failed(outcomes.get(0)).stage()).isEqualTo("gate");
    }

    @Test
    void cancelsTheEnginesWorkWithTheRequest() {
        generator.texts = null;
        open();
        var running = captioner.caption(request(null, TaskRequest.of(TaskType.CAPTION, null)));
        generator.submitted.join();

        running.cancel(false);

        await().untilAsserted(() -> assertThat(generator.running.get(0)).isCancelled());
    }

    @Test
    void refusesARequestWhoseDeadlineHasPassed() {
        open();

        var outcomes = captioner
                .caption(request(Instant.now().minusSeconds(1), TaskRequest.of(TaskType.CAPTION, null)))
                .join();

        assertThat(failed(outcomes.get(0)).failure().code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
    }

    @Test
    void givesTheSameWorkTheSameKeyAndOtherWordsAnother() {
        var one = text1(caption(custom("Name the animal.")));
        captioner.close();
        var same = text1(caption(custom("Name the animal.")));
        captioner.close();
        var other = text1(caption(custom("Name the plant.")));

        assertThat(one.contentKey()).isEqualTo(same.contentKey()).isNotEqualTo(other.contentKey());
        assertThat(one.eventId()).isEqualTo(same.eventId()).isNotEqualTo(other.eventId());
    }

    @Test
    void showsThePictureInTheFirstTurnOfTheUser() {
        caption(TaskRequest.of(TaskType.ANSWER, "Which animal?"));

        assertThat(generator.requests.get(0).turns()).containsExactly(ChatTurn.userWithImages(1, "Which animal?"));
    }

    @Test
    void tellsTheListenerHowEachTaskEnded() {
        caption(TaskRequest.of(TaskType.CAPTION, null), TaskRequest.of(TaskType.ALT, null));

        assertThat(ended).hasSize(2);
    }

    private List<TaskOutcome> caption(TaskRequest... tasks) {
        open();
        return captioner.caption(request(null, tasks)).join();
    }

    private static CaptionRequest request(Instant deadline, TaskRequest... tasks) {
        return new CaptionRequest(
                "r-1", "cat", PHOTO, List.of(tasks), Lane.LIVE, Instant.parse("2026-01-01T00:00:00Z"), deadline, null);
    }

    private static TaskRequest custom(String words) {
        return new TaskRequest(null, "caption", null, null, null, new PromptChoice(null, words), null, null, null);
    }

    @Test
    void aSecondRequestOnTheSameBytesIsNotEncodedAgain() {
        var asked = TaskRequest.of(TaskType.CAPTION, null);
        caption(asked);
        caption(asked);
        assertThat(encoded).hasValue(1);
    }

    @Test
    void placesTheImageOnceHoweverManyTextsItGets() {
        // given
        try (var towers = Towers.open(Path.of("src/test/resources/towers"), PreprocessConfig.defaults())) {
            var placed = new AtomicInteger();
            var byTowers = ImagePlacer.by(towers);
            placer = pixels -> {
                placed.incrementAndGet();
                return byTowers.place(pixels);
            };

            // when
            var outcomes = caption(TaskRequest.of(TaskType.CAPTION, null), TaskRequest.of(TaskType.ALT, null));

            // then
            assertThat(placed).hasValue(1);
            assertThat(outcomes).allSatisfy(outcome -> {
                var done = (TaskOutcome.Done) outcome;
                assertThat(done.embedding().imageId()).isEqualTo(done.text().imageId());
                assertThat(done.embedding().imageSha256()).isEqualTo(done.text().imageSha256());
                assertThat(done.embedding().model().revision()).isEqualTo(towers.revision());
                assertThat(done.embedding().dimensions()).isEqualTo(8);
            });
        }
    }

    private void open() {
        ImageEncoder encoder = pixels -> {
            encoded.incrementAndGet();
            return CompletableFuture.completedFuture(new ImageFeatures(new float[4], 4, ImageLayout.ofTokens(1)));
        };
        var listener = new CaptionListener() {
            @Override
            public void ended(CaptionRequest request, TaskOutcome outcome) {
                ended.add(outcome);
            }
        };
        captioner = new LocalCaptioner(
                new Tasks(TaskSettings.DEFAULTS, "m"),
                fetcher,
                new Preprocessor(decoder, new OnePixel(), PreprocessConfig.Scale.EXACT),
                (request, content, pixels) -> thumbnails.add(content),
                placer,
                encoder,
                features,
                generator,
                new ModelIdentity("m", "r", "p"),
                listener);
    }

    private TaskOutcome.Failed failed(TaskOutcome outcome) {
        return (TaskOutcome.Failed) outcome;
    }

    private String text(TaskOutcome outcome) {
        return ((TaskOutcome.Done) outcome).text().text();
    }

    private static TextGenerated text1(List<TaskOutcome> outcomes) {
        return ((TaskOutcome.Done) outcomes.get(0)).text();
    }

    private static ImageFetcher fetching(ImageBytes bytes) {
        return new ImageFetcher() {
            @Override
            public ImageBytes fetch(ImageReference image) {
                return bytes;
            }

            @Override
            public void close() {}
        };
    }

    private static ImageFetcher failing(Throwable failure) {
        return new ImageFetcher() {
            @Override
            public ImageBytes fetch(ImageReference image) {
                if (failure instanceof RuntimeException e) {
                    throw e;
                }
                throw (Error) failure;
            }

            @Override
            public void close() {}
        };
    }
}
