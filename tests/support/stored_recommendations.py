"""Made-up recommendations of two sessions of a stored market, the older judged and replayed."""

import json
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa

from tests.support.stored_market import TICKERS
from vn30.market.calendar import sessions_after
from vn30.names import HORIZONS
from vn30.recommendations.profiles import default_document

PROFILES = ("conservative", "moderate", "aggressive")
LABELS = {"FPT": "BUY", "HPG": "HOLD", "VCB": "SELL"}
CHANCES = {"BUY": (0.52, 0.31), "HOLD": (0.4, 0.38), "SELL": (0.3, 0.51)}
BANDS = (("0.45-0.50", 0.48, 0.44), ("0.50-0.55", 0.52, 0.55))
_SPACE = UUID(int=18)


def store_recommendations(connection: sa.Connection, older: date, newest: date) -> dict[str, str]:
    """Recommendations of all profiles for two sessions, with a track record and a replay that differs.

    FPT is a BUY, HPG a HOLD and VCB a SELL; after ``older`` the labels of FPT and HPG are the other way.

    Returns:
        The ids of the runs: ``older``, ``newest`` and ``replay``.
    """
    version = _insert(
        connection,
        "recommendation_profile_versions",
        {
            "id": _id("version"),
            "number": 1,
            "document": json.dumps(default_document()),
            "hash": "0" * 64,
            "created_by": "ds1",
        },
    )
    runs = {"older": _id("older"), "newest": _id("newest"), "replay": _id("replay")}
    _store_run(connection, runs["older"], version, older, swapped=True)
    _store_run(connection, runs["newest"], version, newest)
    _store_run(connection, runs["replay"], version, older, replay_of=runs["older"])
    _judge(connection, runs["older"])
    _record(connection, older, newest)
    return runs


def recommendation_id(run_id: str, profile: str, ticker: str, horizon: int) -> str:
    """The id of a stored recommendation."""
    return _id(f"{run_id} {profile} {ticker} {horizon}")


def _store_run(
    connection: sa.Connection,
    run_id: str,
    version: str,
    day: date,
    *,
    swapped: bool = False,
    replay_of: str | None = None,
) -> None:
    moment = datetime.combine(day, time(11), UTC)
    _insert(
        connection,
        "recommendation_runs",
        {
            "id": run_id,
            "as_of_date": day,
            "known_at": moment,
            "created_at": moment,
            "profile_version_id": version,
            "experiment_run_ids": [],
            "code_version": "c" * 64,
            "input_hash": ("b" if replay_of else "a") * 64,
            "content_hash": ("e" if replay_of else "d") * 64,
            "replay_of": replay_of,
            "replay_basis": "now" if replay_of else None,
            "seconds": 0.1,
            "is_current": replay_of is None,
        },
    )
    stocks = dict(connection.execute(sa.text("SELECT ticker, id FROM stocks WHERE kind = 'stock'")).all())
    labels = {**LABELS, "FPT": "HOLD", "HPG": "BUY"} if swapped else LABELS
    for ticker in TICKERS:
        for horizon in HORIZONS:
            snapshot = {"prices": {"rawClose": 60_000}, "forecast": {"changePct": 1.2}}
            _insert(
                connection,
                "recommendation_snapshots",
                {
                    "run_id": run_id,
                    "stock_id": stocks[ticker],
                    "horizon_days": horizon,
                    "snapshot": json.dumps(snapshot),
                },
            )
            for profile in PROFILES:
                row = _recommendation(labels[ticker], horizon)
                row |= {
                    "id": recommendation_id(run_id, profile, ticker, horizon),
                    "run_id": run_id,
                    "stock_id": stocks[ticker],
                    "profile": profile,
                    "target_date": sessions_after(day, horizon)[-1],
                }
                _insert(connection, "recommendations", row)


def _recommendation(label: str, horizon: int) -> dict[str, Any]:
    beat, fall = CHANCES[label]
    is_buy = label == "BUY"
    words = {
        "BUY": "BUY: it beats the VN30 by more than a round trip costs with a chance of 52 %.",
        "HOLD": "HOLD: neither claim has the chance that the profile asks for.",
        "SELL": "SELL: it falls behind the VN30 by more than a round trip costs with a chance of 51 %.",
    }
    worst = {
        "pct": -24.1,
        "floorSessions": 3,
        "settlementSessions": 2,
        "words": "Shares arrive after two sessions; three sessions at the floor cost 24.1 %.",
    }
    reasons = {
        "claim": words[label],
        "blocks": [
            {"trade": "SELL" if is_buy else "BUY", "code": "chances_too_low", "words": "too unlikely"}
        ],
        "contributions": ["+0.3 % from the return over 20 sessions"],
        "regime": "The market is quiet and rising.",
        "interval": "Four of five outcomes are expected between -4.0 % and +6.0 %.",
        "evidence": "The order of the stocks is proven.",
        "entry": "At the next open, at most 60,000 VND." if is_buy else None,
        "worstCase": worst if is_buy else None,
    }
    return {
        "horizon_days": horizon,
        "label": label,
        "reason_code": "chances_too_low" if label == "HOLD" else label.lower(),
        "confidence": {"BUY": beat, "SELL": fall, "HOLD": round(1 - max(beat, fall), 4)}[label],
        "chance_to_beat": beat,
        "chance_to_fall_behind": fall,
        "expected_excess_pct": 0.4,
        "expected_return_pct": 1.2,
        "lower_return_pct": -4,
        "upper_return_pct": 6,
        "base_price": 60_000,
        "entry_price": 60_000 if is_buy else None,
        "stop_loss": 56_000 if is_buy else None,
        "take_profit": 66_000 if is_buy else None,
        "worst_case_pct": -24.1 if is_buy else None,
        "costs_pct": 0.4,
        "vn30_rank": 1,
        "vn30_ranked": 3,
        "verdict": "not proven",
        "order_verdict": "proven",
        "volatility_regime": "quiet",
        "trend_regime": "bull",
        "is_last_months_winner": is_buy,
        "justification": words[label],
        "reasons": json.dumps(reasons),
    }


def _judge(connection: sa.Connection, run_id: str) -> None:
    connection.execute(
        sa.text(
            """
            INSERT INTO recommendation_outcomes (recommendation_id, return_pct, vn30_return_pct, excess_pct,
                claim_true, entry_date, entry_fill, exit_date, exit_fill, exit_reason, gain_pct,
                bought_gain_pct)
            SELECT given.id, 2.5, 1.0, 1.5, given.label = 'BUY', given.target_date - 7, 60000,
                given.target_date, 61500, CASE given.label WHEN 'BUY' THEN 'horizon' ELSE 'none' END, 1.1, 1.1
            FROM recommendations AS given WHERE given.run_id = :run
            """
        ),
        {"run": run_id},
    )


def _record(connection: sa.Connection, older: date, newest: date) -> None:
    groups = [
        *(("label", label, label, None, 0.5) for label in ("BUY", "HOLD", "SELL")),
        *(("confidence", band, "BUY", mean, rate) for band, mean, rate in BANDS),
        ("regime", "bull", "BUY", 0.5, 0.48),
        ("model", "v7", "BUY", 0.5, 0.48),
        ("origin", "in time", "BUY", 0.5, 0.48),
        ("baseline", "all HOLD", "all", None, 0.5),
        ("baseline", "last month's winners", "all", None, 0.47),
    ]
    for profile in PROFILES:
        for horizon in HORIZONS:
            for dimension, value, label, confidence, rate in groups:
                _insert(
                    connection,
                    "recommendation_records",
                    {
                        "as_of_date": newest,
                        "profile": profile,
                        "horizon_days": horizon,
                        "dimension": dimension,
                        "value": value,
                        "label": label,
                        "recommendations": 120,
                        "sessions": 60,
                        "first_session": older,
                        "last_session": older,
                        "mean_confidence": confidence,
                        "hit_rate": rate,
                        "hit_rate_error": 0.03,
                        "gain_pct": -0.12,
                        "gain_error_pct": 0.24,
                        "stops": 10,
                        "targets": 12,
                        "not_filled": 1,
                    },
                )


def _id(name: str) -> str:
    return str(uuid5(_SPACE, name))


def _insert(connection: sa.Connection, table: str, row: dict[str, Any]) -> str:
    names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608
    return str(row.get("id"))
