package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.sightline.train.weights.LlamaConfig;
import dev.sightline.train.weights.SafetensorsFile;
import dev.sightline.train.weights.WeightTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The configuration of {@code tiny_golden.py} with its weights, and what it expects. */
final class TinyModel {
    static final int IMAGE_ID = 3;
    static final int IMAGE_TOKENS = 4;
    static final LlamaConfig LLAMA = new LlamaConfig(40, 16, 2, 4, 2, 4, 24, 1e-5f, 10000, true);
    static final TowerConfig VISION = new TowerConfig(12, 16, 8, 2, 2, 16);
    static final TowerConfig TEXT = new TowerConfig(16, 7, 8, 2, 2, 16);

    final NDManager manager;
    final SafetensorsFile golden;
    final Parameters parameters;
    final VisionLanguageModel model;
    final TextTower text;
    final SharedSpace space;

    TinyModel(NDManager manager) throws IOException {
        this.manager = manager;
        this.golden = SafetensorsFile.open(Path.of("src/test/resources/train/tiny-golden.safetensors"));
        this.parameters = new Parameters(manager, 1);
        Decoder decoder = Decoder.pretrained(parameters, LLAMA, golden, new LowRank(2, 4));
        this.model = new VisionLanguageModel(
                new VisionTower(parameters, VISION), new Projector(parameters, 4, 8, 20, 16), decoder);
        this.text = new TextTower(parameters, decoder.wordEmbeddings(), TEXT);
        this.space = new SharedSpace(parameters, 8, 8, 6);
        parameters.restore(golden);
    }

    NDArray input(NDManager step, String name) throws IOException {
        WeightTensor tensor = golden.read(name);
        return step.create(tensor.values(), new Shape(tensor.shape()));
    }

    NDArray pictures(NDManager step, int count) throws IOException {
        return input(step, "pictures").get(":" + count);
    }

    /** The conversations of the golden file, those of an image in one tree. */
    static List<TokenTree> trees() {
        TokenTree first = new TokenTree();
        first.add(new int[] {1, 3, 3, 3, 3, 9, 5, 11, 12, 13, 2, 8}, marks(12, 7, 8, 9, 10));
        first.add(new int[] {1, 3, 3, 3, 3, 9, 5, 11, 14, 2, 8}, marks(11, 7, 8, 9));
        first.add(new int[] {1, 3, 3, 3, 3, 20, 5, 15, 2, 8, 21, 5, 16, 2}, marks(14, 7, 8, 12, 13));
        TokenTree second = new TokenTree();
        second.add(new int[] {1, 30, 31, 3, 3, 3, 3, 5, 17, 18, 2}, marks(11, 8, 9, 10));
        second.add(new int[] {1, 3, 3, 3, 3, 9, 5, 33, 2}, marks(9, 7, 8));
        return List.of(first, second);
    }

    static boolean[] marks(int length, int... answers) {
        boolean[] marks = new boolean[length];
        for (int answer : answers) {
            marks[answer] = true;
        }
        return marks;
    }
}
