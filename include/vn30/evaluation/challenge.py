"""Compares a challenger with the champion on the same out-of-sample forecasts."""

from dataclasses import dataclass

import pandas as pd

from vn30.evaluation.paired import pair_forecasts, relative_error
from vn30.evaluation.significance import PROVEN_BELOW, diebold_mariano


@dataclass(frozen=True)
class Comparison:
    """Errors of two models on the same tickers and sessions, relative to the base price.

    Attributes:
        sessions: on which both have forecasts.
        pairs: of forecasts for the same ticker, session and target session.
        champion_error: mean absolute error of the champion, percent of the base price.
        challenger_error: the same of the challenger.
        naive_error: the same of the naive forecast, which is the base price.
        p_value: one-sided, of :func:`vn30.evaluation.significance.diebold_mariano` on the mean errors by
            session: small if the challenger is better.
    """

    sessions: int
    pairs: int
    champion_error: float
    challenger_error: float
    naive_error: float
    p_value: float

    def is_better(self, min_sessions: int, challengers: int = 1) -> bool:
        """Whether the challenger is better by a test at the level PROVEN_BELOW.

        Args:
            min_sessions: fewer common sessions prove nothing.
            challengers: number of challengers that are tested; the level is divided by it (Bonferroni).
        """
        return (
            self.sessions >= min_sessions
            and self.challenger_error < self.champion_error
            and self.p_value < PROVEN_BELOW / max(1, challengers)
        )


def compare(champion: pd.DataFrame, challenger: pd.DataFrame, horizon: int) -> Comparison | None:
    """Compare the forecasts that both made for the same ticker, session and target session.

    Args:
        champion: one row a ticker and session: ``symbol``, ``date``, ``target_date``, and in VND ``base``,
            ``predicted`` and ``actual``.
        challenger: as ``champion``; its prices may be on another basis.
        horizon: sessions ahead, of all rows.

    Returns:
        None if they have no forecast in common.

    Raises:
        ValueError: one of them has two forecasts for the same ticker and session.
    """
    pairs = pair_forecasts(champion, challenger, ("_champion", "_challenger"))
    if pairs.empty:
        return None
    errors = pd.DataFrame(
        {
            "champion": relative_error(pairs, "predicted", "_champion"),
            "challenger": relative_error(pairs, "predicted", "_challenger"),
            "naive": relative_error(pairs, "base", "_champion"),
        }
    )
    by_session = errors.groupby(pairs["date"]).mean()
    means = 100 * errors.mean()
    return Comparison(
        sessions=len(by_session),
        pairs=len(pairs),
        champion_error=float(means["champion"]),
        challenger_error=float(means["challenger"]),
        naive_error=float(means["naive"]),
        p_value=diebold_mariano(
            by_session["challenger"].to_numpy(), by_session["champion"].to_numpy(), horizon
        ),
    )
