"""Networks in LiteRT's format, run outside a browser."""

from __future__ import annotations

import numpy as np
from ai_edge_litert.interpreter import Interpreter


def through(model: bytes, x: np.ndarray) -> np.ndarray:
    """What `model`, a .tflite of one input and one output, makes of `x`."""
    runner = Interpreter(model_content=model)
    runner.allocate_tensors()
    runner.set_tensor(runner.get_input_details()[0]["index"], x)
    runner.invoke()
    return runner.get_tensor(runner.get_output_details()[0]["index"])
