package dev.sightline.train.nn;

import ai.djl.ndarray.NDManager;
import dev.sightline.train.weights.LlamaConfig;
import dev.sightline.train.weights.WeightSource;
import dev.sightline.train.weights.WeightTensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** A small model with random weights whose widths suit the runtime's kernels: blocks of 32, heads of 16. */
public final class RandomModel implements WeightSource {
    public static final LlamaConfig LLAMA = new LlamaConfig(96, 64, 2, 4, 2, 16, 96, 1e-5f, 10000, true);
    public static final Architecture SHAPE = new Architecture(16, 48, 32, 2, 1, 64, 64, 8, 12, 4, 8);

    private final Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    private final Random random = new Random(5);

    public final Parameters parameters;
    public final VisionLanguageModel model;
    public final TwoTowers towers;

    public RandomModel(NDManager manager) throws IOException {
        tensor("model.embed_tokens.weight", 0.1, LLAMA.vocabulary(), LLAMA.hidden());
        tensor("model.norm.weight", 0, LLAMA.hidden());
        for (int i = 0; i < LLAMA.layers(); i++) {
            String layer = "model.layers." + i + ".";
            tensor(layer + "self_attn.q_proj.weight", 0.2, 64, 64);
            tensor(layer + "self_attn.k_proj.weight", 0.2, 32, 64);
            tensor(layer + "self_attn.v_proj.weight", 0.2, 32, 64);
            tensor(layer + "self_attn.o_proj.weight", 0.2, 64, 64);
            tensor(layer + "mlp.gate_proj.weight", 0.2, 96, 64);
            tensor(layer + "mlp.up_proj.weight", 0.2, 96, 64);
            tensor(layer + "mlp.down_proj.weight", 0.2, 64, 96);
            tensor(layer + "input_layernorm.weight", 0, 64);
            tensor(layer + "post_attention_layernorm.weight", 0, 64);
        }
        this.parameters = new Parameters(manager, 7);
        Decoder decoder = Decoder.pretrained(parameters, LLAMA, this, SHAPE.lowRank());
        VisionTower vision = new VisionTower(parameters, SHAPE.vision());
        Projector projector = new Projector(parameters, SHAPE.grid(), SHAPE.width(), SHAPE.projector(), LLAMA.hidden());
        this.model = new VisionLanguageModel(vision, projector, decoder);
        this.towers = new TwoTowers(
                vision,
                new TextTower(parameters, decoder.wordEmbeddings(), SHAPE.text(LLAMA.hidden())),
                new SharedSpace(parameters, SHAPE.width(), SHAPE.width(), SHAPE.space()));
        for (String name : parameters.names()) {
            if (name.endsWith(".Bm")) { // LoRA as after some training
                parameters
                        .get(name)
                        .addi(manager.randomNormal(parameters.get(name).getShape())
                                .mul(0.05f));
            }
        }
    }

    private void tensor(String name, double deviation, int... shape) {
        float[] values = new float[shape.length == 1 ? shape[0] : shape[0] * shape[1]];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation == 0 ? 1 + 0.1 * random.nextGaussian() : deviation * random.nextGaussian());
        }
        long[] axes = Arrays.stream(shape).asLongStream().toArray();
        tensors.put(name, new WeightTensor(axes, values));
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public WeightTensor read(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }
}
