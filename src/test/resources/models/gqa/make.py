"""Makes the tiny decoder of this folder: two layers of GroupQueryAttention with random weights.

Needs onnx and numpy. usage: python make.py
"""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

V, D, H, KV, SIZE, LAYERS, TOKENS = 61, 64, 4, 2, 16, 2, 64
random = np.random.default_rng(7)
nodes, weights = [], []


def weight(name, *shape, scale=0.2):
    weights.append(numpy_helper.from_array((random.standard_normal(shape) * scale).astype(np.float32), name))
    return name


def constant(name, value):
    weights.append(numpy_helper.from_array(value, name))
    return name


def node(op, inputs, outputs, domain="", **attributes):
    nodes.append(helper.make_node(op, inputs, outputs, name=outputs[0], domain=domain, **attributes))
    return outputs[0]


def norm(x, name):
    scale = constant(name + ".weight", np.abs(random.standard_normal(D) * 0.1 + 1).astype(np.float32))
    return node("SimplifiedLayerNormalization", [x, scale], [name], epsilon=1e-5, axis=-1)


angles = np.arange(TOKENS)[:, None] * (1 / 10000 ** (np.arange(SIZE // 2) / (SIZE // 2)))[None]
constant("cos_cache", np.cos(angles).astype(np.float32))
constant("sin_cache", np.sin(angles).astype(np.float32))
constant("one", np.array([1], np.int64))
constant("one.int32", np.array(1, np.int32))
node("ReduceSum", ["attention_mask", "one"], ["lengths"], keepdims=0)
node("Cast", ["lengths"], ["lengths.int32"], to=TensorProto.INT32)
node("Sub", ["lengths.int32", "one.int32"], ["seqlens_k"])
node("Shape", ["attention_mask"], ["mask.shape"])
node("Gather", ["mask.shape", "one.index"], ["total"], axis=0)
constant("one.index", np.array(1, np.int64))
node("Cast", ["total"], ["total.int32"], to=TensorProto.INT32)

x = "inputs_embeds"
for i in range(LAYERS):
    p = f"layers.{i}."
    h = norm(x, p + "norm1")
    q = node("MatMul", [h, weight(p + "q.weight", D, H * SIZE)], [p + "q"])
    k = node("MatMul", [h, weight(p + "k.weight", D, KV * SIZE)], [p + "k"])
    v = node("MatMul", [h, weight(p + "v.weight", D, KV * SIZE)], [p + "v"])
    node("GroupQueryAttention",
         [q, k, v, f"past_key_values.{i}.key", f"past_key_values.{i}.value", "seqlens_k", "total.int32",
          "cos_cache", "sin_cache"],
         [p + "attended", f"present.{i}.key", f"present.{i}.value"],
         domain="com.microsoft", num_heads=H, kv_num_heads=KV, do_rotary=1)
    o = node("MatMul", [p + "attended", weight(p + "o.weight", H * SIZE, D)], [p + "o"])
    x = node("Add", [x, o], [p + "x1"])
    h = norm(x, p + "norm2")
    g = node("MatMul", [h, weight(p + "gate.weight", D, 2 * D)], [p + "gate"])
    s = node("Sigmoid", [g], [p + "sigmoid"])
    a = node("Mul", [g, s], [p + "silu"])
    u = node("MatMul", [h, weight(p + "up.weight", D, 2 * D)], [p + "up"])
    m = node("Mul", [a, u], [p + "mul"])
    d = node("MatMul", [m, weight(p + "down.weight", 2 * D, D)], [p + "down"])
    x = node("Add", [x, d], [p + "x2"])
node("MatMul", [norm(x, "norm"), weight("head.weight", D, V)], ["logits"])

F = TensorProto.FLOAT
inputs = [helper.make_tensor_value_info("inputs_embeds", F, ["batch_size", "sequence_length", D]),
          helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["batch_size", "total_sequence_length"])]
outputs = [helper.make_tensor_value_info("logits", F, ["batch_size", "sequence_length", V])]
for i in range(LAYERS):
    for kind in ("key", "value"):
        inputs.append(helper.make_tensor_value_info(
            f"past_key_values.{i}.{kind}", F, ["batch_size", KV, "past_sequence_length", SIZE]))
        outputs.append(helper.make_tensor_value_info(
            f"present.{i}.{kind}", F, ["batch_size", KV, "total_sequence_length", SIZE]))
graph = helper.make_graph(nodes, "decoder", inputs, outputs, weights)
domains = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
onnx.save(helper.make_model(graph, opset_imports=domains, ir_version=8), "onnx/decoder_model_merged.onnx")

table = numpy_helper.from_array(random.standard_normal((V, D)).astype(np.float32), "table")
graph = helper.make_graph(
    [helper.make_node("Gather", ["table", "input_ids"], ["inputs_embeds"], axis=0)],
    "embed",
    [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch_size", "sequence_length"])],
    [helper.make_tensor_value_info("inputs_embeds", F, ["batch_size", "sequence_length", D])],
    [table])
onnx.save(helper.make_model(graph, opset_imports=domains[:1], ir_version=8), "onnx/embed_tokens.onnx")
