"""Makes the tiny towers of the tests, in CLIP's layout, with pictures, and what onnxruntime says of both.

    python make_towers.py ../resources/towers

Needs numpy, onnx, onnxruntime and pillow. The towers know colours: a picture lies where its mean colour does, and the
words red, green and blue lie there too. Everything else about them is random, drawn from one seed.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

SIZE, DIMENSIONS, POSITIONS = 32, 8, 12
MEAN, STD = [0.48, 0.46, 0.41], [0.27, 0.26, 0.28]
WORDS = ["<|startoftext|>", "<|endoftext|>", "<unk>", "a", "the", "photo", "of", "something", "red", "green", "blue"]
COLOURS = {"red": (2, -1, -1), "green": (-1, 2, -1), "blue": (-1, -1, 2)}


def constant(name, array):
    return numpy_helper.from_array(np.asarray(array), name)


def save(path, nodes, inputs, outputs, constants):
    graph = helper.make_graph(nodes, path.stem, inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def vision_tower(path, projection):
    nodes = [
        helper.make_node("ReduceMean", ["pixel_values"], ["colour"], axes=[2, 3], keepdims=0),
        helper.make_node("Tanh", ["colour"], ["bent"]),
        helper.make_node("MatMul", ["bent", "projection"], ["image_embeds"]),
        helper.make_node("Identity", ["colour"], ["last_hidden_state"]),
    ]
    save(
        path,
        nodes,
        [helper.make_tensor_value_info("pixel_values", TensorProto.FLOAT, ["batch", 3, SIZE, SIZE])],
        [
            helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", 3]),
            helper.make_tensor_value_info("image_embeds", TensorProto.FLOAT, ["batch", DIMENSIONS]),
        ],
        [constant("projection", projection)],
    )


def text_tower(path, projection, random):
    table = random.normal(0, 0.05, (len(WORDS), 3)).astype(np.float32)
    for word, colour in COLOURS.items():
        table[WORDS.index(word)] = colour
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["words"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "last"], ["weights"]),
        helper.make_node("Mul", ["words", "weights"], ["kept"]),
        helper.make_node("ReduceSum", ["kept", "second"], ["sum"], keepdims=0),
        helper.make_node("ReduceSum", ["mask", "second"], ["count"], keepdims=1),
        helper.make_node("Div", ["sum", "count"], ["mean"]),
        helper.make_node("Tanh", ["mean"], ["bent"]),
        helper.make_node("MatMul", ["bent", "projection"], ["text_embeds"]),
    ]
    save(
        path,
        nodes,
        [
            helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"]),
            helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["batch", "tokens"]),
        ],
        [helper.make_tensor_value_info("text_embeds", TensorProto.FLOAT, ["batch", DIMENSIONS])],
        [
            constant("table", table),
            constant("projection", projection),
            constant("last", np.array([-1], np.int64)),
            constant("second", np.array([1], np.int64)),
        ],
    )


def configuration(folder):
    def write(name, value):
        (folder / name).write_text(json.dumps(value, indent=1) + "\n")

    write("config.json", {"model_type": "clip", "text_config": {"max_position_embeddings": POSITIONS}})
    write(
        "preprocessor_config.json",
        {
            "image_processor_type": "CLIPImageProcessor",
            "do_resize": True,
            "size": {"shortest_edge": SIZE},
            "resample": 3,
            "do_center_crop": True,
            "crop_size": {"height": SIZE, "width": SIZE},
            "do_rescale": True,
            "rescale_factor": 1 / 255,
            "do_normalize": True,
            "image_mean": MEAN,
            "image_std": STD,
            "do_convert_rgb": True,
        },
    )
    write("tokenizer_config.json", {"tokenizer_class": "CLIPTokenizer", "bos_token": WORDS[0]})
    special = [
        {"id": i, "content": WORDS[i], "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
        for i in range(3)
    ]
    write(
        "tokenizer.json",
        {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": special,
            "normalizer": {"type": "Lowercase"},
            "pre_tokenizer": {"type": "Whitespace"},
            "post_processor": {
                "type": "RobertaProcessing",
                "sep": [WORDS[1], 1],
                "cls": [WORDS[0], 0],
                "trim_offsets": False,
                "add_prefix_space": False,
            },
            "decoder": None,
            "model": {"type": "WordLevel", "vocab": {word: i for i, word in enumerate(WORDS)}, "unk_token": "<unk>"},
        },
    )


def picture(path, colour, random):
    noise = random.integers(-40, 40, (48, 72, 3))
    slope = np.linspace(-30, 30, 72).astype(int)[None, :, None]
    Image.fromarray(np.clip(np.array(colour) + noise + slope, 0, 255).astype(np.uint8)).save(path)


def pixels(path):
    image = Image.open(path).convert("RGB")
    short = min(image.size)
    image = image.resize(tuple(int(SIZE * edge / short) for edge in image.size), Image.Resampling.BICUBIC)
    left, top = (image.width - SIZE) // 2, (image.height - SIZE) // 2
    cut = np.asarray(image.crop((left, top, left + SIZE, top + SIZE)), np.float32) / 255
    return ((cut - np.float32(MEAN)) / np.float32(STD)).transpose(2, 0, 1)[None].astype(np.float32)


def ids(text):
    known = [WORDS.index(word) if word in WORDS else 2 for word in text.lower().split()]
    return [0, *known[: POSITIONS - 2], 1]


def unit(vector):
    return (vector / np.linalg.norm(vector)).astype(float).tolist()


def main(folder):
    random = np.random.default_rng(11)
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    projection = np.linalg.qr(random.normal(size=(DIMENSIONS, 3)))[0].T.astype(np.float32)
    vision_tower(folder / "onnx" / "vision_model.onnx", projection)
    text_tower(folder / "onnx" / "text_model.onnx", projection, random)
    configuration(folder)
    vision = onnxruntime.InferenceSession(folder / "onnx" / "vision_model.onnx")
    text = onnxruntime.InferenceSession(folder / "onnx" / "text_model.onnx")
    golden = {"images": {}, "texts": {}}
    for name, colour in {"red": (220, 40, 40), "green": (40, 200, 60), "blue": (50, 60, 210)}.items():
        picture(folder / f"{name}.png", colour, random)
        place = vision.run(["image_embeds"], {"pixel_values": pixels(folder / f"{name}.png")})[0][0]
        golden["images"][f"{name}.png"] = unit(place)
    long = "the photo of a red " + "something " * 40
    for words in ["red", "A photo of something GREEN", "blue unheard of", long]:
        one = np.array([ids(words)], np.int64)
        place = text.run(["text_embeds"], {"input_ids": one, "attention_mask": np.ones_like(one)})[0][0]
        golden["texts"][words] = unit(place)
    (folder / "golden.json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
