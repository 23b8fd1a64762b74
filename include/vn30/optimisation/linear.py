"""Whether any weights meet the constraints, exactly: a mixed-integer linear program, solved by HiGHS.

The convex solver of skfolio cannot count names. This program can, and it says how far a constraint has to be
moved if there are no such weights.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from vn30.optimisation.constraints import Constraints
from vn30.optimisation.limits import Limits
from vn30.typing import FloatArray

_SECONDS = 10.0


class Moved(NamedTuple):
    """How a constraint has to be moved, the others being as they are: ``by`` 0 or more, in its own unit."""

    constraint: str
    sector: str | None
    by: float


def nearest_weights(
    constraints: Constraints, limits: Limits, aim: FloatArray, order: FloatArray
) -> FloatArray | None:
    """The weights that meet all constraints with the least sum of differences to ``aim``; None if none do.

    Args:
        aim: weights, shape (tickers,).
        order: of those stocks that ``aim`` does not hold, the lowest come first; from 0 to 1.
    """
    program = _Program(constraints, limits)
    program.add_distance(aim)
    program.cost[program.names] = 1e-4 * order
    found = program.solve()
    return None if found is None else found[program.weights]


def moves(constraints: Constraints, limits: Limits) -> Iterator[Moved]:
    """The constraints that can be moved so far, each alone, that some weights meet all."""
    for name, sector in _kinds(constraints, limits):
        program = _Program(constraints, limits, (name, sector))
        program.cost[program.slack] = 1.0
        found = program.solve()
        if found is not None:
            yield Moved(name, sector, float(found[program.slack]))


def _kinds(constraints: Constraints, limits: Limits) -> Iterator[tuple[str, str | None]]:
    yield "max_weight", None
    if constraints.min_weight:
        yield "min_weight", None
    for name in limits.sectors:
        yield "max_by_sector", name
    for name in ("min_names", "max_names", "max_turnover"):
        if getattr(constraints, name) is not None:
            yield name, None
    if limits.kept.any():
        yield "locked", None
    yield "cash_share", None


class _Program:
    """The program; ``moved`` is the constraint that has a slack.

    Its variables: weights, whether a stock is held, the sizes of the changes, the distances to an aim, and
    the slack.
    """

    def __init__(
        self, constraints: Constraints, limits: Limits, moved: tuple[str, str | None] | None = None
    ) -> None:
        count = len(limits.held)
        self.weights, self.names, self.changes, self.distances = (
            slice(place * count, (place + 1) * count) for place in range(4)
        )
        self.slack = 4 * count
        self.cost = np.zeros(4 * count + 1)
        self._rows: list[FloatArray] = []
        self._low: list[FloatArray] = []
        self._high: list[FloatArray] = []
        self._moved = moved
        self._constrain(constraints, limits)

    def _constrain(self, constraints: Constraints, limits: Limits) -> None:
        one, count = np.eye(len(limits.held)), len(limits.held)
        every = np.ones((1, count))
        if self._moved == ("cash_share", None):
            # More cash or less: the slack is on both sides.
            self._add({"weights": every}, low=limits.invested, slack=1.0)
            self._add({"weights": every}, high=limits.invested, slack=-1.0)
        else:
            self._add({"weights": every}, limits.invested, limits.invested)
        self._add({"weights": one, "names": -one}, high=0.0)
        self._add({"weights": one}, high=constraints.max_weight, slack=self._slack("max_weight", -1.0))
        self._add(
            {"weights": one, "names": -limits.lowest * one}, low=0.0, slack=self._slack("min_weight", 1.0)
        )
        self._add({"weights": one}, low=limits.kept, slack=self._slack("locked", 1.0))
        for name, members, most in zip(limits.sectors, limits.in_sector, limits.sector_limits, strict=True):
            slack = -1.0 if self._moved == ("max_by_sector", name) else 0.0
            self._add({"weights": members[None, :].astype(float)}, high=most, slack=slack)
        if constraints.min_names is not None:
            self._add({"names": every}, low=constraints.min_names, slack=self._slack("min_names", 1.0))
        if constraints.max_names is not None:
            self._add({"names": every}, high=constraints.max_names, slack=self._slack("max_names", -1.0))
        if constraints.max_turnover is not None:
            self._add({"weights": one, "changes": -one}, high=limits.held)
            self._add({"weights": one, "changes": one}, low=limits.held)
            most = 2 * constraints.max_turnover - limits.other_turnover
            self._add({"changes": every}, high=most, slack=self._slack("max_turnover", -2.0))

    def add_distance(self, aim: FloatArray) -> None:
        """Count the distances of the weights to ``aim`` as costs."""
        one = np.eye(len(aim))
        self._add({"weights": one, "distances": -one}, high=aim)
        self._add({"weights": one, "distances": one}, low=aim)
        self.cost[self.distances] = 1.0

    def _slack(self, name: str, sign: float) -> float:
        return sign if self._moved == (name, None) else 0.0

    def _add(
        self,
        parts: Mapping[str, FloatArray],
        low: FloatArray | float = -np.inf,
        high: FloatArray | float = np.inf,
        slack: float = 0.0,
    ) -> None:
        rows = len(next(iter(parts.values())))
        matrix = np.zeros((rows, len(self.cost)))
        for name, block in parts.items():
            matrix[:, getattr(self, name)] = block
        matrix[:, self.slack] = slack
        self._rows.append(matrix)
        self._low.append(np.broadcast_to(low, rows))
        self._high.append(np.broadcast_to(high, rows))

    def solve(self) -> FloatArray | None:
        """The values of all variables at the least cost; None if there are none."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_matrix

        upper = np.full(len(self.cost), np.inf)
        upper[self.names] = 1.0
        whole = np.zeros(len(self.cost))
        whole[self.names] = 1.0
        if self._moved in (("min_names", None), ("max_names", None)):
            whole[self.slack] = 1.0
        matrix = csr_matrix(np.vstack(self._rows))
        found: Any = milp(
            self.cost,
            integrality=whole,
            bounds=Bounds(0.0, upper),
            constraints=LinearConstraint(matrix, np.concatenate(self._low), np.concatenate(self._high)),
            options={"time_limit": _SECONDS},
        )
        values: FloatArray | None = found.x
        return values
