package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchPeersCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();

    @BeforeEach
    void makeTheScripts() throws IOException {
        Files.createFile(folder.resolve("transformersjs_caption.mjs"));
    }

    @Test
    void saysHowToInstallALibraryThatAPeerNeeds() {
        var status = peers("transformers.js:q4:1", "--scripts", folder.toString(), "--node-folder", folder.toString());

        assertThat(status).isEqualTo(ExitStatus.CANNOT_START);
        assertThat(said.toString())
                .contains("there is no @huggingface/transformers in " + folder)
                .contains("npm install --prefix " + folder + " @huggingface/transformers");
    }

    @Test
    void namesTheProgramThatIsNotThere() {
        var status = peers("onnxruntime:q4:1", "--scripts", folder.toString(), "--python", "/no/such/python");

        assertThat(status).isEqualTo(ExitStatus.CANNOT_START);
        assertThat(said.toString()).contains("--python names /no/such/python, which is not there");
    }

    @Test
    void namesThePeersThereAre() {
        assertThat(peers("vllm:q4:1")).isEqualTo(2);
        assertThat(said.toString()).contains("there is no peer vllm; there are transformers.js, onnxruntime, openvino");
    }

    private int peers(String peer, String... more) {
        var line = new ArrayList<>(List.of("bench", "peers", "src/main/photos", "--images", "1", "--peer", peer));
        line.addAll(List.of(more));
        var err = new PrintWriter(said, true);
        return Sightline.commandLine(err, err).execute(line.toArray(String[]::new));
    }
}
