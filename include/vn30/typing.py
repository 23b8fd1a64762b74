"""Types that several packages share. It imports NumPy alone."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Float32Array = NDArray[np.float32]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

CancelCheck = Callable[[], None]
"""Called between two fits; raises when the run has been cancelled, which ends the computation there."""
