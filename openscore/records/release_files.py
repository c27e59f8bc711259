"""Which files of a release hold weights, by their names: patterns that Python and SQL read alike."""

from typing import Final

WEIGHT_FILES: Final = r"\.(safetensors|bin|gguf|pt|pth|ckpt|h5|onnx|msgpack|tflite|npz)$"
"""What files of weights end in."""
LEFTOVERS: Final = (
    r"(^|/)(training_args|optimizer|scheduler|scaler|rng_state|random_states|trainer_state)[^/]*$"
)
"""What training leaves behind: files of the same endings that hold no model."""
