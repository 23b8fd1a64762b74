"""The labels that the rules of recommendations give on real prices, session by session."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from rich.progress import track

from tests.benchmarks.fold_forecasts import FoldForecasts
from vn30.backtesting.signals.recommendation import LABELS
from vn30.market.rules import rules_on
from vn30.market.universe import members_on
from vn30.recommendations.inputs import (
    Candidate,
    Evidence,
    Forecast,
    evidence_of,
    measures_of,
    spreads_of,
)
from vn30.recommendations.profiles import PROFILES, RecommendationProfiles
from vn30.recommendations.read import HISTORY
from vn30.recommendations.rules import decide


def labels(
    folds: Sequence[FoldForecasts], market: pd.DataFrame, index: "pd.Series[float]", horizon: int
) -> pd.DataFrame:
    """One row a session, member and profile: ``symbol``, ``date``, ``profile`` and ``label`` (1, 0 or -1).

    As ``vn30_recommendations`` makes them, with the prices as they are adjusted today taken for those traded.
    """
    rows = []
    for fold in folds:
        evidence = _evidence(fold, horizon)
        for day, forecasts in track(
            fold.rows[fold.rows["horizon"] == horizon].groupby("date"),
            description=f"labels from {fold.fold.first.date()}",
        ):
            rows += _labels_of(day, forecasts, market, index, horizon, evidence)
    return pd.DataFrame(rows, columns=["symbol", "date", "profile", "label"])


def _evidence(fold: FoldForecasts, horizon: int) -> Evidence:
    """What the scores of the fold's run say of the order at this horizon, corrected for all its horizons."""
    named = [
        Forecast(0, "run", None, "", 0.0, None, None, None, None, None, None, "", "", None, *scores)
        for scores in fold.evidence.values()
    ]
    found = evidence_of(named, list(fold.evidence))
    return found.get(("run", horizon), Evidence(None, None, None, 0))


def _labels_of(
    day: pd.Timestamp,
    forecasts: pd.DataFrame,
    market: pd.DataFrame,
    index: "pd.Series[float]",
    horizon: int,
    evidence: Evidence,
) -> Iterator[tuple[str, pd.Timestamp, str, float]]:
    session = day.date()
    basket = set(members_on(session))
    known = market[
        (market["date"] <= day)
        & (market["date"] >= pd.Timestamp(session - HISTORY))
        & market["symbol"].isin(basket)
    ]
    closes = known[known["date"] == day].set_index("symbol")["close"]
    # Nothing is bought or sold by an order that is not proven, whatever the chances are.
    proven = evidence.verdict == "proven"
    measures = measures_of(known, index[:day], closes.to_dict()) if proven else {}
    spread = spreads_of(known, index[:day], [horizon])[horizon] if proven else None
    candidates = [
        Candidate(row.symbol, horizon, _forecast(row), evidence, measures.get(row.symbol), spread)
        for row in forecasts.itertuples(index=False)
        if row.symbol in basket
    ]
    profiles = RecommendationProfiles()
    for name in PROFILES:
        profile = profiles.named(name)
        for decision in decide(candidates, name, profile, profiles.costs.fee_pct, rules_on(session)):
            yield decision.candidate.ticker, day, name, LABELS[decision.label]


def _forecast(row: "pd.Series[float]") -> Forecast:
    lower, upper = (
        None if np.isnan(bound) else 100 * float(np.expm1(bound)) for bound in (row.lower, row.upper)
    )
    chance = None if np.isnan(row.chance) else round(float(row.chance), 4)
    return Forecast(
        id=0,
        experiment_run_id="run",
        model_version_id=None,
        target_date=str(row.target_date.date()),
        change_pct=0.0,
        lower_pct=lower,
        upper_pct=upper,
        rank=int(row.vn30_rank),
        ranked=int(row.ranked),
        chance=chance,
        verdict=None,
        volatility_regime="",
        trend_regime="",
        explanation=None,
        rank_ic=None,
        rank_ic_error=None,
    )
