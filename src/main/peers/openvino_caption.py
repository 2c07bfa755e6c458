#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""OpenVINO on the ONNX graphs of a llava folder: keys and values as state, the last position before the head, its weight compression.

usage: openvino_caption.py MODEL_DIR IMAGE... [--weights int4|int8] [--activations f32|bf16] [--batch B] [--threads T] [--repeat R]
       openvino_caption.py MODEL_DIR --language 30,13 [--batch B] …      prefill of 30 embeddings, then 13 steps, no image

Prints a JSON line an image: caption, ids, tokens, batch and the batch's milliseconds a stage. `int4` keeps the folder's 4-bit weights,
`int8` compresses the decoder as floats by NNCF (8 bits, asymmetric, a channel), as OpenVINO's own exporter does.
"""
import argparse
import json
import os
import time

import numpy as np
import onnx
import openvino as ov
from openvino import opset13
from openvino._offline_transformations import apply_make_stateful_transformation

from dynamic_int8 import DECODER, floats

os.environ.setdefault("HF_HUB_OFFLINE", "1")


def last_position_only(model):
    """Cuts [B, T, D] to [B, 1, D] before the product that makes the logits."""
    product = model.output("logits").get_node().input_value(0).get_node()
    while product.get_type_name() != "MatMul":
        product = product.input_value(0).get_node()
    hidden = product.input_value(0)
    last = opset13.gather(hidden, opset13.constant(np.array([-1], np.int64)), opset13.constant(np.array(1, np.int64)))
    product.input(0).replace_source_output(last.output(0))


def begin_states_empty(model):
    """Gives every state the batch's rows and no position; unset, it would have one row."""
    rows = opset13.gather(opset13.shape_of(model.input("inputs_embeds"), output_type="i64"), opset13.constant([0]), opset13.constant(0))
    for state in (op for op in model.get_ops() if op.get_type_name() == "ReadValue"):
        rest = [opset13.constant(np.array([d.min_length], np.int64)) for d in list(state.get_output_partial_shape(0))[1:]]
        zero = opset13.constant(0.0, dtype=state.get_output_element_type(0))
        state.set_arguments([opset13.broadcast(zero, opset13.concat([rows, *rest], axis=0))])
    model.validate_nodes_and_infer_types()


def compressed(model):
    """NNCF's weights of 8 bits. It knows no inputs that are left out, so these are hidden from it for the while."""
    import nncf

    absent = [(use, value) for op in model.get_ops() for use in op.inputs()
              if (value := use.get_source_output()).get_element_type() == ov.Type.dynamic and value.get_node().get_type_name() == "Constant"]
    for use, _ in absent:
        use.replace_source_output(opset13.constant(np.zeros(1, np.float32)).output(0))
    model = nncf.compress_weights(model, mode=nncf.CompressWeightsMode.INT8_ASYM)
    for use, value in absent:
        use.replace_source_output(value)
    return model


def decoder(folder, weights):
    q4 = os.path.join(folder, "onnx", DECODER + "_q4.onnx")
    own = os.path.join(folder, "onnx", DECODER + ".onnx")
    core = ov.Core()
    if weights == "int4":
        model = core.read_model(q4)
    else:
        model = core.read_model(own) if os.path.exists(own) else core.read_model(floats(onnx.load(q4)).SerializeToString())
        model = compressed(model)
    names = [i.get_any_name() for i in model.inputs]
    past = [n for n in names if n.startswith("past_key_values")]
    last_position_only(model)
    model.validate_nodes_and_infer_types()
    apply_make_stateful_transformation(model, {p: p.replace("past_key_values", "present") for p in past})
    begin_states_empty(model)
    return model


class Llava:
    """The folder's three graphs, compiled for throughput of one stream."""

    def __init__(self, folder, weights, activations, threads):
        core = ov.Core()
        options = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": activations}
        onnx_file = lambda part: next(f for s in ("_q4", "") if os.path.exists(f := os.path.join(folder, "onnx", part + s + ".onnx")))
        part = lambda name: core.compile_model(onnx_file(name), "CPU", options).create_infer_request()
        self.encoder, self.embedding = part("vision_encoder"), part("embed_tokens")
        self.decoder = core.compile_model(decoder(folder, weights), "CPU", options).create_infer_request()
        self.inputs = {i.get_any_name() for i in self.decoder.model_inputs}
        config = json.load(open(os.path.join(folder, "config.json")))
        self.image, self.end, self.width = config["image_token_index"], config["eos_token_id"], config["text_config"]["hidden_size"]

    def embed(self, ids):
        return self.embedding.infer({"input_ids": ids})[0].copy()

    def encode(self, pixels):
        return self.encoder.infer({"pixel_values": pixels})[0].copy()

    def start(self):
        self.decoder.reset_state()

    def step(self, embeds, length):
        """Embeddings [B, T, D] that end at `length` -> the next ids [B]."""
        rows, new = embeds.shape[:2]
        # OpenVINO's GroupQueryAttention knows one length for all rows: [1, length]
        feed = {"inputs_embeds": embeds, "attention_mask": np.ones((1, length), np.int64),
                "position_ids": np.tile(np.arange(length - new, length), (rows, 1)), "beam_idx": np.arange(rows, dtype=np.int32)}
        out = self.decoder.infer({k: v for k, v in feed.items() if k in self.inputs}, share_inputs=True, share_outputs=True)
        return out["logits"][:, -1].argmax(-1)

    def write(self, pixels, ids, most):
        times, mark = {}, time.perf_counter()

        def lap(name):
            nonlocal mark
            now = time.perf_counter()
            times[name] = times.get(name, 0) + 1e3 * (now - mark)
            mark = now

        features = self.encode(pixels)
        lap("vision")
        embeds = self.embed(ids)
        embeds[ids == self.image] = features.reshape(-1, features.shape[-1])
        self.start()
        length = ids.shape[1]
        following = self.step(embeds, length)
        lap("prefill")
        texts, open_rows = [[int(i)] for i in following], following != self.end
        while open_rows.any() and length - ids.shape[1] < most - 1:
            length += 1
            following = self.step(self.embed(following[:, None]), length)
            for row in np.flatnonzero(open_rows):
                texts[row].append(int(following[row]))
            open_rows &= following != self.end
        lap("decode")
        return texts, times


def measure_language(model, batch, prompt, steps, repeat):
    random = np.random.default_rng(1)
    prompts = random.normal(0, 0.1, (batch, prompt, model.width)).astype(np.float32)
    for _ in range(repeat):
        model.start()
        mark = time.perf_counter()
        following = model.step(prompts, prompt)
        middle = time.perf_counter()
        for i in range(steps):
            following = model.step(model.embed(following[:, None]), prompt + 1 + i)
        end = time.perf_counter()
        print(json.dumps({"batch": batch, "ms": {"prefill": 1e3 * (middle - mark), "decode": 1e3 * (end - middle)}}), flush=True)


def measure_images(model, given):
    from transformers import AutoImageProcessor, AutoProcessor
    from transformers.image_utils import load_image

    processor = AutoProcessor.from_pretrained(given.model)
    processor.image_processor = AutoImageProcessor.from_pretrained(given.model, backend="pil")
    content = [{"type": "image"}, {"type": "text", "text": given.prompt}]
    text = processor.apply_chat_template([{"role": "user", "content": content}], add_generation_prompt=True)
    for _ in range(given.repeat):
        for first in range(0, len(given.images), given.batch):
            names = given.images[first : first + given.batch]
            mark = time.perf_counter()
            inputs = processor(images=[[load_image(n)] for n in names], text=[text] * len(names), return_tensors="np")
            read = 1e3 * (time.perf_counter() - mark)
            texts, times = model.write(inputs["pixel_values"], inputs["input_ids"].astype(np.int64), given.max_new_tokens)
            for name, ids in zip(names, texts):
                print(json.dumps({"image": name, "caption": processor.decode(ids, skip_special_tokens=True), "ids": ids, "tokens": len(ids),
                                  "batch": len(names), "ms": {"preprocess": read, **times}}), flush=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("model")
    options.add_argument("images", nargs="*")
    options.add_argument("--prompt", default="Describe this photo.")
    options.add_argument("--weights", "--dtype", default="int8", choices=["int4", "int8"])
    options.add_argument("--activations", default="f32", choices=["f32", "bf16"])
    options.add_argument("--language", metavar="PROMPT,STEPS")
    for name, value in (("max-new-tokens", 32), ("batch", 8), ("threads", 2), ("repeat", 1)):
        options.add_argument("--" + name, type=int, default=value)
    given = options.parse_intermixed_args()
    mark = time.perf_counter()
    model = Llava(given.model, given.weights, given.activations, given.threads)
    print(json.dumps({"peer": "openvino", "version": ov.__version__, "load_ms": 1e3 * (time.perf_counter() - mark)}), flush=True)
    if given.language:
        prompt, steps = map(int, given.language.split(","))
        measure_language(model, given.batch, prompt, steps, given.repeat)
    else:
        measure_images(model, given)


if __name__ == "__main__":
    main()
