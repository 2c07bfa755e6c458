package dev.sightline.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Text that grows by ids, on a tokenizer of bytes as characters and on one that falls back to bytes. */
class TextGrowthTest {
    private static final Path HOME =
            Path.of(System.getProperty("sightline.home", ".")).toAbsolutePath();
    private static final List<Path> MODELS =
            List.of(HOME.resolve("src/main/model"), HOME.resolve("src/test/resources/models/llava"));
    private static final String FAMILY = "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67"; // three people, joined
    private static final List<String> TEXTS = List.of(
            "A cat on a mat.",
            "na\u00efve caf\u00e9 \u2014 \u00fc\u00df",
            "\u732b\u3068\u72ac",
            "a " + FAMILY + " in a park " + FAMILY,
            "\uD83D\uDE00\uD83D\uDE00, e\u0301 and \u0e01\u0e33");

    static Stream<Arguments> texts() {
        return MODELS.stream().flatMap(model -> TEXTS.stream().map(text -> Arguments.of(model, text)));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void streamsWholeCharactersThatJoinToTheText(Path model, String text) {
        try (Tokenizer tokenizer = Tokenizer.of(ModelFolder.open(model))) {
            // given
            List<Integer> ids = ids(tokenizer, text);
            List<String> pieces = new ArrayList<>();
            TextGrowth growth = new TextGrowth(tokenizer, List.of(), pieces::add);

            // when
            ids.forEach(growth::add);
            String whole = growth.finish(ids);

            // then
            assertThat(whole.strip()).isEqualTo(text);
            assertThat(String.join("", pieces)).isEqualTo(whole);
            assertThat(pieces).hasSizeGreaterThan(1).allSatisfy(piece -> assertThat(piece)
                    .doesNotContain("\uFFFD")
                    .satisfies(it ->
                            assertThat(Character.isLowSurrogate(it.charAt(0))).isFalse())
                    .satisfies(it -> assertThat(Character.isHighSurrogate(it.charAt(it.length() - 1)))
                            .isFalse()));
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void endsBeforeAnyStopTextHoweverItIsSplitOverTokens(Path model, String text) {
        try (Tokenizer tokenizer = Tokenizer.of(ModelFolder.open(model))) {
            List<Integer> ids = ids(tokenizer, text);
            int[] points = text.codePoints().toArray();
            for (int from = 1; from < points.length; from++) {
                // given
                String stop = new String(points, from, Math.min(3, points.length - from));
                List<String> pieces = new ArrayList<>();
                TextGrowth growth = new TextGrowth(tokenizer, List.of("never said", stop), pieces::add);

                // when
                List<Integer> taken = new ArrayList<>();
                for (int id : ids) {
                    taken.add(id);
                    if (growth.add(id)) {
                        break;
                    }
                }
                String whole = growth.finish(taken);

                // then
                String expected = text.substring(0, text.indexOf(stop));
                assertThat(whole.stripLeading()).as(stop).isEqualTo(expected.stripLeading());
                assertThat(String.join("", pieces)).as(stop).isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void tellsWhatIsUnfinishedAtTheEnd(Path model, String text) {
        try (Tokenizer tokenizer = Tokenizer.of(ModelFolder.open(model))) {
            List<Integer> ids = ids(tokenizer, text);
            for (int length = 1; length < ids.size(); length++) {
                // given
                List<Integer> cut = ids.subList(0, length);
                List<String> pieces = new ArrayList<>();
                TextGrowth growth = new TextGrowth(tokenizer, List.of(), pieces::add);

                // when
                cut.forEach(growth::add);
                String whole = growth.finish(cut);

                // then
                String decoded = tokenizer.decode(cut);
                assertThat(String.join("", pieces)).isEqualTo(whole);
                assertThat(whole.equals(decoded) || (decoded.endsWith("\uFFFD") && text.startsWith(whole.strip())))
                        .as(decoded + " became " + whole)
                        .isTrue();
            }
        }
    }

    private static List<Integer> ids(Tokenizer tokenizer, String text) {
        return Arrays.stream(tokenizer.encodeUntrusted(text)).boxed().toList();
    }
}
