package dev.sightline.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.folder.WeightStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxGraphTest {
    private static final Path HOME =
            Path.of(System.getProperty("sightline.home", ".")).toAbsolutePath();
    private static final Path TINY = HOME.resolve("src/test/resources/models/llava/onnx/decoder_model_merged.onnx");

    @TempDir
    private Path folder;

    @Test
    void leavesWeightsWhereTheFileHasThem() throws IOException {
        // given
        Path file = HOME.resolve("src/main/model/onnx/decoder_model_merged_q4.onnx");

        // when
        try (OnnxGraph graph = OnnxGraph.read(file)) {
            // then
            assertThat(graph.toBytes().length).isLessThan((int) (Files.size(file) / 50));
        }
    }

    @Test
    void readsTheNumbersOfAWeightThatItLeftInTheFile() throws IOException {
        // given
        byte[] file = Files.readAllBytes(TINY);

        // when
        try (OnnxGraph graph = OnnxGraph.read(TINY)) {
            ByteString bytes = graph.nodes().stream()
                    .filter(node -> node.getOpType().equals("MatMul"))
                    .flatMap(node -> Stream.ofNullable(graph.weight(node.getInput(1))))
                    .findFirst()
                    .orElseThrow()
                    .getRawData();

            // then
            assertThat(bytes.size()).isGreaterThan(WeightStorage.LEAST_BYTES);
            assertThat(ByteString.copyFrom(file).toString(StandardCharsets.ISO_8859_1))
                    .contains(bytes.toString(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void removesTheWeightsThatItMadeWhenItCloses() throws IOException {
        // given
        byte[] numbers = new byte[4096];
        List<String> before = made();

        // when
        List<String> between;
        try (OnnxGraph graph = OnnxGraph.read(TINY)) {
            graph.put(OnnxNodes.bytes("made", TensorProto.DataType.INT8, numbers, numbers.length));
            between = made();
        }

        // then
        assertThat(between).hasSizeGreaterThan(before.size());
        assertThat(made())
                .doesNotContainAnyElementsOf(
                        between.stream().filter(name -> !before.contains(name)).toList());
    }

    private static List<String> made() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".weights"))
                    .toList();
        }
    }

    @Test
    void refusesAFileThatIsNoNetworkAndNamesIt() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("decoder_model_merged.onnx"), "no network");

        // when / then
        assertThatThrownBy(() -> OnnxGraph.read(file))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(file.toString());
    }
}
