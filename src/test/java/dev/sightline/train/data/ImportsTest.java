package dev.sightline.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportsTest {
    @TempDir
    Path folder;

    @Test
    void readsCaptionsAsSentences() throws IOException {
        Path file = Files.writeString(folder.resolve("c.tsv"), "a.jpg\ta dog runs , fast .\nb.jpg\tTwo cats\n");

        try (Stream<Conversation> read = Imports.captions(file, "Describe this photo.")) {
            assertThat(read)
                    .extracting(c -> c.images().get(0), Conversation::question, Conversation::answer)
                    .containsExactly(
                            tuple("a.jpg", "Describe this photo.", "A dog runs, fast."),
                            tuple("b.jpg", "Describe this photo.", "Two cats."));
        }
    }

    @Test
    void readsQuestionsWhoseAnswersAreLists() throws IOException {
        Path file = Files.writeString(folder.resolve("q.tsv"), "a.jpg\twhat is on the desk ?\tgarbage_bin,lamp\n");

        try (Stream<Conversation> read = Imports.questions(file)) {
            assertThat(read)
                    .extracting(Conversation::question, Conversation::answer)
                    .containsExactly(tuple("What is on the desk?", "Garbage bin, lamp."));
        }
    }

    @Test
    void namesTheLineThatHasAnotherNumberOfColumns() throws IOException {
        Path file = Files.writeString(folder.resolve("q.tsv"), "a.jpg\tone\tx\nb.jpg\ttwo\n");

        try (Stream<Conversation> read = Imports.questions(file)) {
            assertThatThrownBy(read::toList).hasMessage("q.tsv, line 2: 2 columns, not 3");
        }
    }

    @Test
    void readsLlavasConversationsOfSeveralTurns() throws IOException {
        Path file = Files.writeString(
                folder.resolve("l.json"),
                """
                [{"id":"7","image":"a.jpg","conversations":[
                  {"from":"human","value":"<image>\\nWhat is it?"},{"from":"gpt","value":"A screw."},
                  {"from":"human","value":"Which one?"},{"from":"gpt","value":"Phillips."}]}]
                """);

        try (Stream<Conversation> read = Imports.llava(file)) {
            Conversation only = read.findFirst().orElseThrow();
            assertThat(only.turns()).hasSize(4);
            assertThat(only.turns().get(0).images()).isEqualTo(1);
            assertThat(only.question()).isEqualTo("What is it?");
            assertThat(only.answer()).isEqualTo("A screw.");
        }
    }

    @Test
    void readsShardsInWhichAPictureAndItsCaptionShareAName() throws IOException {
        Path tar = folder.resolve("s.tar");
        Files.write(tar, TarShardTest.tar("01.jpg", "not read here", "01.txt", "a red bus", "02.txt", "no picture"));

        List<Conversation> read =
                Imports.shards(List.of(tar), "Describe this photo.").toList();

        assertThat(read).singleElement().satisfies(only -> {
            assertThat(only.images()).containsExactly("01.jpg");
            assertThat(only.answer()).isEqualTo("A red bus.");
        });
    }

    @Test
    void writesWhatItReadsBack() throws IOException {
        Path file = folder.resolve("m.jsonl");
        Conversation given = Conversation.about("1", "a.jpg", "What is \"this\"?", "A cat.");

        ConversationFile.write(file, Stream.of(given));

        try (Stream<Conversation> read = ConversationFile.read(file)) {
            assertThat(read).containsExactly(given);
        }
        assertThat(Files.readString(file, StandardCharsets.UTF_8))
                .startsWith("{\"id\":\"1\",\"images\":[\"a.jpg\"],\"messages\":[{\"role\":\"user\",\"content\":"
                        + "[{\"type\":\"image\"},{\"type\":\"text\"");
    }

    @Test
    void refusesAConversationThatShowsMoreImagesThanItNames() {
        assertThatThrownBy(
                        () -> ConversationFile.parse(
                                """
                        {"id":"1","images":[],"messages":[{"role":"user","content":[{"type":"image"}]}]}"""))
                .hasMessageContaining("names 0 images and shows 1");
    }
}
