"""A recurrent network of the newest returns, an extra."""

import os
from typing import Any

import numpy as np
import pandas as pd
from pydantic import Field

from vn30.models.base import Enabled, ModelPart, SeriesModel
from vn30.models.estimators._state_space import CONSTANT
from vn30.typing import FloatArray, IntArray

BATCH = 256
"""Windows a step. All batches have this size, so that the network is compiled once a process."""
TOO_FEW = "too few sessions: the naive forecast takes its place"
EPOCH_SECONDS = 0.03
COMPILE_SECONDS = 1.0
RATE, DECAY = 1e-3, 1e-2


class LstmForecasts:
    """A series model (:class:`vn30.models.base.SeriesModel`) of windows of daily log returns."""

    problem: str | None = None
    params_: Any = None
    scale_, label_scale_ = 1.0, 1.0

    def __init__(self, units: int, lookback: int, epochs: int, seed: int) -> None:
        self.units = units
        self.lookback = lookback
        self.epochs = epochs
        self.seed = seed

    def fit(self, prices: "pd.Series[float]", horizon: int) -> "LstmForecasts":
        """Learn the return over ``horizon`` sessions after each window whose outcome is among ``prices``."""
        self.problem, self.params_ = None, None
        values = np.asarray(prices, dtype=np.float64)
        rows = np.arange(self.lookback, len(values) - horizon)
        if np.ptp(values) == 0:
            self.problem = CONSTANT
        elif len(rows) < BATCH:
            self.problem = TOO_FEW
        if self.problem is not None:
            return self
        labels = values[rows + horizon] - values[rows]
        self.scale_, self.label_scale_ = float(np.diff(values).std()), float(labels.std())
        self.params_ = _network(self.units).trained(
            self._windows(values, rows), labels / self.label_scale_, self.epochs, self.seed
        )
        return self

    def predict(self, prices: "pd.Series[float]", rows: IntArray, horizon: int) -> FloatArray:
        """The log return over ``horizon`` sessions from each row; 0 without a network or a whole window."""
        forecasts = np.zeros(len(rows))
        whole = np.asarray(rows) >= self.lookback
        if self.params_ is None or not whole.any():
            return forecasts
        windows = self._windows(np.asarray(prices, dtype=np.float64), np.asarray(rows)[whole])
        forecasts[whole] = self.label_scale_ * _network(self.units).forecast(self.params_, windows)
        return forecasts

    def _windows(self, values: FloatArray, rows: IntArray) -> FloatArray:
        """The ``lookback`` scaled returns up to each row, shape (rows, lookback, 1)."""
        returns = np.append(0.0, np.diff(values)) / self.scale_
        back = np.arange(1 - self.lookback, 1)
        return np.asarray(returns[np.asarray(rows)[:, None] + back][:, :, None])


class LstmConfig(ModelPart, title="LSTM"):
    """A small recurrent network that reads the newest daily returns of a ticker."""

    position = 78
    package = "flax"
    is_series = True

    enabled: Enabled = False
    units: int = Field(16, ge=1, le=256, title="Units", description="size of the network's memory")
    lookback: int = Field(30, ge=5, le=250, title="Window", description="sessions that it reads")
    epochs: int = Field(20, ge=1, le=500, title="Epochs", description="passes over the training windows")

    def make_series(self, seed: int) -> SeriesModel:
        """S. Hochreiter and J. Schmidhuber, "Long short-term memory", Neural Computation 9, 1997."""
        return LstmForecasts(self.units, self.lookback, self.epochs, seed)

    def fit_seconds(self, rows: int, width: float) -> float:
        """Linear in the epochs, the windows and their length; the features have no part in it."""
        share = rows / 2000 * self.lookback / 30 * self.units / 16
        return COMPILE_SECONDS + EPOCH_SECONDS * self.epochs * share


class _Network:
    """The network of one size, which is compiled once a process, in about ten seconds."""

    def __init__(self, units: int) -> None:
        # Sums over several threads would be added in another order on another machine.
        os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false")
        import jax
        import optax
        from flax import linen

        class Lstm(linen.Module):  # type: ignore[misc]
            @linen.compact  # type: ignore[untyped-decorator]
            def __call__(self, windows: Any) -> Any:
                states = linen.RNN(linen.OptimizedLSTMCell(units))(windows)
                # An untrained network forecasts no change.
                return linen.Dense(1, kernel_init=linen.initializers.zeros)(states[:, -1])[:, 0]

        self.network = Lstm()
        self.optimiser = optax.adamw(RATE, weight_decay=DECAY)

        def loss(params: Any, windows: Any, labels: Any) -> Any:
            return ((self.network.apply(params, windows) - labels) ** 2).mean()

        def step(params: Any, state: Any, windows: Any, labels: Any) -> Any:
            updates, state = self.optimiser.update(jax.grad(loss)(params, windows, labels), state, params)
            return optax.apply_updates(params, updates), state

        self.step = jax.jit(step)
        self.apply = jax.jit(self.network.apply)
        self.key = jax.random.key

    def trained(self, windows: FloatArray, labels: FloatArray, epochs: int, seed: int) -> Any:
        """The parameters after so many passes in random order."""
        order = np.random.default_rng(seed)
        params = self.network.init(self.key(seed), windows[:1])
        state = self.optimiser.init(params)
        for _ in range(epochs):
            shuffled = order.permutation(len(labels))
            for batch in shuffled[: len(labels) // BATCH * BATCH].reshape(-1, BATCH):
                params, state = self.step(params, state, windows[batch], labels[batch])
        return params

    def forecast(self, params: Any, windows: FloatArray) -> FloatArray:
        """The forecast of each window, shape (rows,); padded to whole batches, which are compiled."""
        padding = -len(windows) % BATCH
        padded = np.concatenate([windows, np.repeat(windows[-1:], padding, axis=0)])
        parts = [self.apply(params, part) for part in np.split(padded, len(padded) // BATCH)]
        return np.asarray(np.concatenate(parts)[: len(windows)], dtype=np.float64)


_NETWORKS: dict[int, _Network] = {}


def _network(units: int) -> _Network:
    if units not in _NETWORKS:
        _NETWORKS[units] = _Network(units)
    return _NETWORKS[units]
