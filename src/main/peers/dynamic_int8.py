#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A model folder whose decoder onnxruntime's quantize_dynamic made: what transformers.js's own scripts give as `int8`.

usage: dynamic_int8.py MODEL_DIR OUT_DIR

The fp32 decoder is the folder's own, or its 4-bit one with the weights as floats. Weights are quantised a channel, activations
a tensor at run time, so that a row depends on its batch partners. Encoder and embedding are the folder's, under the new name.
What is there already is left as it is.
"""
import os
import shutil
import sys
import tempfile

import numpy as np
import onnx
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

DECODER, SUFFIX = "decoder_model_merged", "_int8"


def initial_values(graph):
    """Name -> array, also of what is only a cast of an initial value: scales are kept in 16 bits."""
    values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "Cast" and node.input[0] in values:
            values[node.output[0]] = values[node.input[0]].astype(helper.tensor_dtype_to_np_dtype(node.attribute[0].i))
    return values


def dense(node, values):
    """The weight [K, N] of a MatMulNBits of 4 bits."""
    size = {a.name: a.i for a in node.attribute}
    k, n, block = size["K"], size["N"], size["block_size"]
    blocks = -(-k // block)
    packed = values[node.input[1]].reshape(n, blocks, block // 2)
    quants = np.stack([packed & 15, packed >> 4], -1).reshape(n, blocks, block).astype(np.float32)
    scales = values[node.input[2]].astype(np.float32).reshape(n, blocks, 1)
    zeros = np.float32(8)
    if len(node.input) > 3 and node.input[3]:
        pairs = values[node.input[3]].reshape(n, -1)
        zeros = np.stack([pairs & 15, pairs >> 4], -1).reshape(n, -1)[:, :blocks, None].astype(np.float32)
    return ((quants - zeros) * scales).reshape(n, -1)[:, :k].T


def floats(model):
    """The same graph with MatMul for MatMulNBits."""
    graph, values = model.graph, initial_values(model.graph)
    dropped, weights = set(), {}
    for node in graph.node:
        if node.op_type == "MatMulNBits":
            dropped.update(node.input[1:])
            name = node.input[1] + "_fp32"
            weights[name] = np.ascontiguousarray(dense(node, values))
            product = helper.make_node("MatMul", [node.input[0], name], node.output, node.name)
            node.CopyFrom(product)
    casts = [n for n in graph.node if n.op_type == "Cast" and n.output[0] in dropped]
    dropped.update(c.input[0] for c in casts)
    for cast in casts:
        graph.node.remove(cast)
    kept = [i for i in graph.initializer if i.name not in dropped]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    graph.initializer.extend(numpy_helper.from_array(w, name) for name, w in weights.items())
    return model


def copy(file, to):
    if os.path.islink(to):  # to a folder that may be gone
        os.unlink(to)
    if not os.path.exists(to):
        shutil.copyfile(file, to)


def main():
    source, target = sys.argv[1:]
    onnx_in, onnx_out = os.path.join(source, "onnx"), os.path.join(target, "onnx")
    os.makedirs(onnx_out, exist_ok=True)
    for name in os.listdir(source):
        if os.path.isfile(os.path.join(source, name)):
            copy(os.path.join(source, name), os.path.join(target, name))
    own = os.path.join(onnx_in, DECODER + ".onnx")
    suffix = "" if os.path.exists(own) else "_q4"
    for part in ("vision_encoder", "embed_tokens"):
        copy(os.path.join(onnx_in, part + suffix + ".onnx"), os.path.join(onnx_out, part + SUFFIX + ".onnx"))
    made = os.path.join(onnx_out, DECODER + SUFFIX + ".onnx")
    if os.path.exists(made):
        return
    with tempfile.TemporaryDirectory() as work:
        if suffix:
            own = os.path.join(work, "fp32.onnx")
            onnx.save(floats(onnx.load(os.path.join(onnx_in, DECODER + suffix + ".onnx"))), own)
        quantize_dynamic(own, made, per_channel=True, weight_type=QuantType.QInt8,
                         extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT})


if __name__ == "__main__":
    main()
