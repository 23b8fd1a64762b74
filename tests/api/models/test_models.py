"""Model status and overview."""

from datetime import date

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from vn30.database.warehouse import make_engine
from vn30.settings import Settings

MODELS = "/api/v1/models"
STAMP = {"asOf": "2025-03-31", "dataSource": "csv"}


def test_model_status(end_user: httpx.Client) -> None:
    """Model status shows every error beside the naive one."""
    others = {"coverage": 0.8, "directionHitRate": None, "intervalWidthPct": None}
    thirds = ("coverageCalm", "coverageCalmError", "coverageVolatile", "coverageVolatileError")
    others |= dict.fromkeys(thirds)
    unproven = {"verdict": "not proven", "pValue": 0.6, "correctedPValue": 0.6, **others}
    assert end_user.get(f"{MODELS}/fpt/status").json() == {
        "ticker": "FPT",
        "state": "fresh",
        "belowNaive": False,
        "lastUpdatedAt": "2025-03-03T10:00:00Z",
        "metrics": {
            "7d": {"mapePct": 3.92, "naiveMapePct": 4.0, "skill": 0.02, "belowNaive": False}
            | {"verdict": "proven", "pValue": 0.03, "correctedPValue": 0.04, **others},
            "15d": {"mapePct": 6.06, "naiveMapePct": 6.0, "skill": -0.01, "belowNaive": True, **unproven},
            "30d": {"mapePct": 8.24, "naiveMapePct": 8.0, "skill": -0.03, "belowNaive": True, **unproven},
        },
        # On session 49, at 149,000, it was said that session 56 would close at 156,000, and so it did.
        "live": {
            "7d": {"forecasts": 1, "mapePct": 0.0, "naiveMapePct": 4.487, "skill": 1.0, "coverage": 1.0}
        },
        **STAMP,
    }


def test_reliability(end_user: httpx.Client) -> None:
    """The reliability of ranks is that of the run of the newest forecasts, without a horizon it lacks."""
    bins = [
        {"forecasts": 750, "meanProbability": probability, "observedShare": share, "standardError": 0.02}
        for probability, share in ((0.46, 0.44), (0.52, 0.53))
    ]
    assert end_user.get(f"{MODELS}/reliability").json() == {
        "horizons": {
            "7d": {
                "firstSession": "2024-12-30",
                "lastSession": "2025-03-17",
                "sessions": 50,
                "forecasts": 1500,
                "rankIc": 0.05,
                "rankIcError": 0.02,
                "brier": 0.2491,
                "baseRateBrier": 0.2495,
                "brierGainError": 0.0003,
                "bins": bins,
            }
        },
        **STAMP,
    }


def test_state_is_age_alone(end_user: httpx.Client) -> None:
    """HPG was trained three sessions ago, VCB on the newest session; VCB has negative skill throughout."""
    models = {ticker: end_user.get(f"{MODELS}/{ticker}/status").json() for ticker in ("HPG", "VCB")}
    marks = {ticker: (model["state"], model["belowNaive"]) for ticker, model in models.items()}
    assert marks == {"HPG": ("stable", False), "VCB": ("fresh", True)}


@pytest.mark.parametrize(
    ("sessions_old", "state"), [(0, "fresh"), (1, "fresh"), (2, "stable"), (10, "stable"), (11, "stale")]
)
def test_state_by_age(market_url: str, sessions: list[date], sessions_old: int, state: str) -> None:
    """The only model of VNM, trained that many sessions ago, loses to the naive forecast everywhere."""
    engine = make_engine(Settings(database_url=SecretStr(market_url)))
    with engine.connect() as connection:
        connection.execute(
            sa.text(
                "WITH model AS (INSERT INTO model_statuses (stock_id, as_of_date, freshness_state, "
                "last_updated_at) VALUES (4, :as_of, 'fresh', now()) RETURNING id) "
                "INSERT INTO model_horizon_metrics (model_status_id, horizon_days, mape_pct, naive_mape_pct, "
                "mae, naive_mae, skill, test_rows) SELECT id, 7, 5, 4, 5, 4, -0.25, 200 FROM model"
            ),
            {"as_of": sessions[-1 - sessions_old]},
        )
        row = connection.execute(
            sa.text("SELECT freshness_state, below_naive FROM current_models WHERE stock_id = 4")
        ).one()
        connection.rollback()
    engine.dispose()
    assert tuple(row) == (state, True)


def test_the_overview_lists_every_model(anonymous: httpx.Client, data_scientist: httpx.Client) -> None:
    answer = data_scientist.get(MODELS).json()
    assert answer["meta"] == {"page": 1, "pageSize": 100, "total": 3, **STAMP}
    rows = answer["data"]
    assert [row["ticker"] for row in rows] == ["FPT", "HPG", "VCB"]
    plot = rows[0].pop("plotUrl")
    assert rows[0] == {
        "ticker": "FPT",
        "state": "fresh",
        "belowNaive": False,
        "lastTrained": "2025-03-03T10:00:00Z",
        "mape": {"7d": 3.92, "15d": 6.06, "30d": 8.24},
        "naiveMape": {"7d": 4.0, "15d": 6.0, "30d": 8.0},
        "skill": {"7d": 0.02, "15d": -0.01, "30d": -0.03},
        "verdict": {"7d": "proven", "15d": "not proven", "30d": "not proven"},
        "predictions": {"7d": 4.4025, "15d": 9.434, "30d": 18.8679},
        # 5 % below and above the prices that are forecast.
        "lower": {"7d": -0.8176, "15d": 3.9623, "30d": 12.9245},
        "upper": {"7d": 9.6226, "15d": 14.9057, "30d": 24.8113},
        **STAMP,
    }
    assert [row["belowNaive"] for row in rows] == [False, False, True]
    assert rows[1]["plotUrl"] is None
    # As an <img> asks for it: without a token.
    picture = anonymous.get(plot)
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
    assert picture.content == b"\x89PNG of FPT"


def test_the_overview_is_read_page_by_page(data_scientist: httpx.Client) -> None:
    pages = [data_scientist.get(MODELS, params={"pageSize": 2, "page": page}).json() for page in (1, 2, 3)]
    assert [[row["ticker"] for row in page["data"]] for page in pages] == [["FPT", "HPG"], ["VCB"], []]
    assert all(set(row["mape"]) == {"7d", "15d", "30d"} for page in pages for row in page["data"])
    assert [page["meta"]["total"] for page in pages] == [3, 3, 3]
    assert data_scientist.get(MODELS, params={"pageSize": 201}).status_code == 422


@pytest.mark.parametrize(("path", "code"), [("VNM/status", "no_model"), ("XYZ/status", "unknown_ticker")])
def test_tickers_without_a_model(end_user: httpx.Client, path: str, code: str) -> None:
    answer = end_user.get(f"{MODELS}/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, code)
