"""Writes the bundled model's computation in ONNX: ``python -m evals fit graph``.

The layers of a BERT (Devlin et al., 2019) in ONNX Runtime's own fused operators, without weights:
:mod:`bot.learned.weights` says where in their file each one lies.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.errors import ModelError
from bot.learned.weights import FILE, HEADS, LAYERS, WIDTH, places, shapes

OPSET, FORMAT = 17, 9
"""The version of ONNX's operators, and of its files."""
FUSED = "com.microsoft"
"""The domain of ONNX Runtime's own operators."""
EPSILON = 1e-12
"""What BERT's layer norms add to a variance, as the model's ``config.json`` says."""


def write(path: Path) -> None:
    """Writes the graph.

    Raises:
        ModelError: the package ``onnx`` is missing.
    """
    try:
        from onnx import TensorProto, helper, save
    except ImportError as error:
        raise ModelError("The graph is written with a package that is not installed: pip install onnx.") from error

    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "pieces"]) for name in ("ids", "mask")]
    output = helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["texts", "pieces", WIDTH])
    graph = helper.make_graph(_nodes(helper), "bert", inputs, [output], initializer=_weights(TensorProto))
    versions = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
    save(helper.make_model(graph, opset_imports=versions, ir_version=FORMAT), str(path))


def _weights(proto: Any) -> list[Any]:
    made = []
    for name, (at, length) in places().items():
        tensor = proto(name=name, data_type=proto.FLOAT, dims=shapes()[name], data_location=proto.EXTERNAL)
        for key, value in (("location", FILE), ("offset", str(at)), ("length", str(length))):
            entry = tensor.external_data.add()
            entry.key, entry.value = key, value
        made.append(tensor)
    return made


def _nodes(helper: Any) -> list[Any]:
    nodes: list[Any] = []

    def node(kind: str, inputs: list[str], output: str, domain: str = FUSED, **attributes: object) -> str:
        nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def norm(name: str, inputs: list[str], bias: str, output: str) -> str:
        terms = [*inputs, f"{name}.scale", f"{name}.shift", bias]
        return node("SkipLayerNormalization", terms, output, epsilon=EPSILON)

    ids, mask = (node("Cast", [name], f"{name}.32", "", to=6) for name in ("ids", "mask"))
    nodes.append(
        helper.make_node(
            "EmbedLayerNormalization", [ids, "", "pieces", "positions", "", "input.norm.scale", "input.norm.shift"],
            ["input", "ends"], domain=FUSED, epsilon=EPSILON,
        )
    )  # fmt: skip
    held = "input"
    for number in range(LAYERS):
        heard = node(
            "Attention", [held, f"{number}.attention.weight", f"{number}.attention.bias", mask], f"{number}.heard",
            num_heads=HEADS,
        )  # fmt: skip
        mixed = node("MatMul", [heard, f"{number}.mixing.weight"], f"{number}.mixed", "")
        held = norm(f"{number}.mixing.norm", [mixed, held], f"{number}.mixing.bias", f"{number}.between")
        wide = node("MatMul", [held, f"{number}.widening.weight"], f"{number}.wide", "")
        wide = node("BiasGelu", [wide, f"{number}.widening.bias"], f"{number}.bent")
        narrow = node("MatMul", [wide, f"{number}.narrowing.weight"], f"{number}.narrow", "")
        output = "tokens" if number == LAYERS - 1 else f"{number}.output"
        held = norm(f"{number}.narrowing.norm", [narrow, held], f"{number}.narrowing.bias", output)
    return nodes
