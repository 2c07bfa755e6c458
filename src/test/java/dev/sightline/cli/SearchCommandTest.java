package dev.sightline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchCommandTest {
    private static final String FOUND =
            """
            {"total":2,"images":[
              {"imageId":"a","image":{"uri":"s3://b/a.jpg","name":"a.jpg"},"state":"processed","score":2.5,
               "texts":[{"task":"alt","text":"Winter"},{"task":"caption","text":"A dog","marked":"A <mark>dog</mark>"}]},
              {"imageId":"b","state":"failed","score":1.0,"texts":[]}],
             "facets":{"state":{"processed":1,"failed":1},"task":{"caption":1}},
             "rankedBy":["words"],"anyWord":true,"didYouMean":"dog snow","notice":"by words alone"}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer pipeline;
    private int status = 200;
    private String answer = FOUND;

    @TempDir
    Path folder;

    @BeforeEach
    void startPipeline() throws IOException {
        pipeline = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pipeline.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            var bytes = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        pipeline.start();
    }

    @AfterEach
    void stopPipeline() {
        pipeline.stop(0);
    }

    @Test
    void printsTheBestTextOfEachImageAndTellsTheRestOnStderr() {
        assertThat(run("search", "dog", "snwo", "--limit", "5", "--task", "caption"))
                .isEqualTo(ExitStatus.ALL_DONE);

        assertThat(asked).containsExactly("GET /api/search?q=dog+snwo&limit=5&task=caption ");
        assertThat(out.toString().lines()).containsExactly("a.jpg\tA dog", "b\t");
        assertThat(err.toString()).contains("by words alone", "no image has all the words", "did you mean: dog snow");
    }

    @Test
    void printsTheAnswersOwnJsonAsLines() {
        run("search", "dog", "--format", "jsonl");

        assertThat(out.toString().lines()).hasSize(2).first().asString().contains("A <mark>dog</mark>");
    }

    @Test
    void printsFacetsAndSuggestions() {
        run("search", "dog", "--facets");
        assertThat(out.toString().lines())
                .containsExactly("state\tprocessed\t1", "state\tfailed\t1", "task\tcaption\t1");

        out.getBuffer().setLength(0);
        answer = "{\"suggestions\":[\"dog\",\"dog riding\"]}";
        run("search", "do", "--suggest", "--limit", "2");
        assertThat(out.toString().lines()).containsExactly("dog", "dog riding");
        assertThat(asked).last().isEqualTo("GET /api/search/suggestions?q=do&limit=2 ");
    }

    @Test
    void sendsAPictureAndNamesAnImage() throws IOException {
        var picture = Files.writeString(folder.resolve("like.png"), "pixels");

        run("search", "--like", picture.toString());
        run("search", "--like", "image-7");

        assertThat(asked).containsExactly("POST /api/search?limit=20 pixels", "GET /api/search?limit=20&like=image-7 ");
        assertThat(run("search", "--like", "no such file")).isEqualTo(ExitStatus.WRONG_USAGE);
    }

    @Test
    void saysInThePipelinesWordsWhatIsWrong() {
        status = 503;
        answer = "{\"detail\":\"the index is being opened\"}";

        assertThat(run("search", "dog")).isEqualTo(ExitStatus.CANNOT_START);
        assertThat(err.toString()).contains("the index is being opened");
    }

    @Test
    void saysThatNoPipelineRuns() {
        var status = Sightline.commandLine(new PrintWriter(out), new PrintWriter(err))
                .execute("search", "dog", "--data", folder.toString());

        assertThat(status).isEqualTo(ExitStatus.CANNOT_START);
        assertThat(err.toString()).contains("no pipeline runs on " + folder);
    }

    @Test
    void makesTheIndexAnew() {
        answer = "{\"images\":42,\"caughtUp\":true,\"lag\":0,\"skipped\":0}";

        assertThat(run("reindex")).isEqualTo(ExitStatus.ALL_DONE);

        assertThat(asked).containsExactly("POST /api/index/rebuild ");
        assertThat(out.toString()).isEqualTo("42 images indexed\n");
    }

    private int run(String... arguments) {
        var url = Stream.of("--url", "http://127.0.0.1:" + pipeline.getAddress().getPort());
        return Sightline.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of(arguments), url).toArray(String[]::new));
    }
}
