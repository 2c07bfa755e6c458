package dev.sightline.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sightline.model.text.ChatTurn;
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
    void placesLlavasImagesWhereTheTextHasThemAndTakesSeveralOrNone() throws IOException {
        Path file = Files.writeString(
                folder.resolve("l.json"),
                """
                [{"id":"1","image":"a.jpg","conversations":[
                  {"from":"human","value":"What is it?\\n<image>"},{"from":"gpt","value":"A screw."}]},
                 {"id":"2","image":["a.jpg","b.jpg"],"conversations":[
                  {"from":"human","value":"<image> or <image>?"},{"from":"gpt","value":"The first."}]},
                 {"id":"3","conversations":[{"from":"human","value":"Hello."},{"from":"gpt","value":"Hi."}]},
                 {"id":"4","image":"a.jpg","conversations":[
                  {"from":"human","value":"What is it?"},{"from":"gpt","value":"A screw."}]},
                 {"id":"5","image":"a.jpg","conversations":[{"from":"system","value":"Be brief."},
                  {"from":"human","value":"What is it?"},{"from":"gpt","value":"A screw."}]}]
                """);

        try (Stream<Conversation> read = Imports.llava(file)) {
            List<Conversation> all = read.toList();
            assertThat(all).extracting(c -> c.images().size()).containsExactly(1, 2, 0, 1, 1);
            assertThat(all.get(0).turns().get(0).parts())
                    .containsExactly(new ChatTurn.Text("What is it?"), new ChatTurn.Image());
            assertThat(all.get(1).turns().get(0).parts())
                    .containsExactly(
                            new ChatTurn.Image(),
                            new ChatTurn.Text("or"),
                            new ChatTurn.Image(),
                            new ChatTurn.Text("?"));
            assertThat(all.get(3).turns().get(0)).isEqualTo(ChatTurn.userWithImages(1, "What is it?"));
            assertThat(all.get(4).turns())
                    .startsWith(ChatTurn.text("system", "Be brief."), ChatTurn.userWithImages(1, "What is it?"));
        }
    }

    @Test
    void namesTheEntryThatIsNotLlavas() throws IOException {
        Path file = Files.writeString(
                folder.resolve("l.json"),
                """
                [{"id":"1","conversations":[{"from":"human","value":"a"},{"from":"gpt","value":"b"}]}, {"id":"2"}]""");

        try (Stream<Conversation> read = Imports.llava(file)) {
            assertThatThrownBy(read::toList).hasMessageStartingWith("l.json, entry 2: ");
        }
    }

    @Test
    void readsQuotesTabsAndLettersOfAnyScript() throws IOException {
        Path file = Files.writeString(folder.resolve("c.tsv"), "\uFEFFä b.jpg\t犬が \"走る\" 🐕\r\n\n");

        try (Stream<Conversation> read = Imports.captions(file, "Describe this photo.")) {
            assertThat(read).singleElement().satisfies(only -> {
                assertThat(only.images()).containsExactly("ä b.jpg");
                assertThat(only.answer()).isEqualTo("犬が 走る 🐕.");
            });
        }
    }

    @Test
    void namesTheLineThatIsNoConversation() throws IOException {
        String good =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]}\n";

        assertThat(problem(good + "\n{\"messages\":")).startsWith("m.jsonl, line 3: no conversation in JSON: ");
        assertThat(problem(good + "{}")).startsWith("m.jsonl, line 2: ").contains("messages");
        assertThat(problem(good.strip() + good)).startsWith("m.jsonl, line 1: no conversation in JSON: ");
        assertThat(problem(good.replace("assistant", "gpt")))
                .isEqualTo("m.jsonl, line 1: role gpt; known: system, user, assistant");
        assertThat(problem(good.replace("\"b\"", "\" \"")))
                .isEqualTo("m.jsonl, line 1: no assistant answers in this conversation");
        assertThat(problem(good.replace("assistant", "user")))
                .isEqualTo("m.jsonl, line 1: no assistant answers in this conversation");
    }

    private String problem(String lines) throws IOException {
        Path file = Files.writeString(folder.resolve("m.jsonl"), lines);
        try (Stream<Conversation> read = ConversationFile.read(file)) {
            return String.valueOf(assertThatThrownBy(read::toList).actual().getMessage());
        }
    }

    @Test
    void aSecondImportAddsToTheFileOrReplacesItAndAFailedOneLeavesIt() throws IOException {
        Path file = folder.resolve("m.jsonl");
        Conversation one = Conversation.about("1", "a.jpg", "What?", "A cat.");
        Conversation two = Conversation.about("2", "a.jpg", "Where?", "Here.");
        ConversationFile.write(file, Stream.of(one));
        assertThatThrownBy(() -> ConversationFile.write(file, Stream.of(two).peek(all -> {
                    throw new IllegalArgumentException("broken");
                })))
                .hasMessage("broken");

        ConversationFile.write(file, Stream.of(two), true);

        try (Stream<Conversation> read = ConversationFile.read(file)) {
            assertThat(read).containsExactly(one, two);
        }
        ConversationFile.write(file, Stream.of(two));
        assertThat(Files.readAllLines(file)).hasSize(1);
        assertThat(folder.toFile().list()).containsExactly("m.jsonl");
    }

    @Test
    void addsToAFileWhoseLastLineDoesNotEnd() throws IOException {
        Path file = folder.resolve("m.jsonl");
        Conversation one = Conversation.about("1", "a.jpg", "What?", "A cat.");
        Conversation two = Conversation.about("2", "a.jpg", "Where?", "Here.");
        ConversationFile.write(file, Stream.of(one));
        Files.writeString(file, Files.readString(file).strip());

        ConversationFile.write(file, Stream.of(two), true);

        try (Stream<Conversation> read = ConversationFile.read(file)) {
            assertThat(read).containsExactly(one, two);
        }
    }

    @Test
    void readsShardsInWhichAPictureAndItsCaptionShareAName() throws IOException {
        Path tar = folder.resolve("s.tar");
        Files.write(tar, TarShardTest.tar("01.jpg", "not read here", "01.txt", "a red bus", "02.txt", "no picture"));

        List<Conversation> read =
                Imports.shards(List.of(tar), "Describe this photo.").toList();

        assertThat(read).singleElement().satisfies(only -> {
            assertThat(only.images()).containsExactly("s.tar/01.jpg");
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
