"""Top picks, the market table and the stock pages, against numbers worked out by hand (see conftest)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from vn30.database.warehouse import make_engine
from vn30.market.calendar import sessions_after
from vn30.settings import Settings

STOCKS = "/api/v1/stocks"
STAMP = {"asOf": "2025-03-31", "dataSource": "csv"}
RANK = {"vn30Rank": 4, "vn30Ranked": 30, "probabilityOfBeatingVn30": 0.53}


def _table(client: httpx.Client, **params: Any) -> Any:
    return client.get(f"{STOCKS}/market-table", params=params).raise_for_status().json()


def _symbols(client: httpx.Client, **params: Any) -> list[str]:
    return [row["symbol"] for row in _table(client, **params)["data"]]


def _picks(client: httpx.Client, **params: Any) -> Any:
    return client.get(f"{STOCKS}/top-picks", params=params).raise_for_status().json()


def test_a_top_pick_carries_what_is_needed_to_judge_it(end_user: httpx.Client) -> None:
    first = _picks(end_user, bucket="should_buy")[0]
    assert first == {
        "ticker": "FPT",
        "name": "FPT Corporation",
        "sector": "Technology",
        "horizonDays": 7,
        "predictedChangePct": 4.4025,
        "predictedPrice": 166_000,
        "lowerPrice": 157_700,
        "upperPrice": 174_300,
        "probabilityOfRise": 0.55,
        **RANK,
        "targetDate": "2025-04-10",
        "forecastAsOf": "2025-03-31",
        "currentPrice": 159_000,
        "mapePct": 3.92,
        "naiveMapePct": 4.0,
        "skill": 0.02,
        "belowNaive": False,
        "verdict": "proven",
        **STAMP,
    }


@pytest.mark.parametrize(
    ("bucket", "horizon", "expected"),
    [
        ("should_buy", 7, ["FPT", "HPG"]),
        ("should_sell", 7, ["VCB"]),
        ("should_buy", 15, ["FPT"]),
        ("should_sell", 15, ["VCB", "HPG"]),
        ("should_sell", 30, ["VCB"]),
    ],
)
def test_buckets_hold_one_direction_largest_move_first(
    end_user: httpx.Client, bucket: str, horizon: int, expected: list[str]
) -> None:
    picks = _picks(end_user, bucket=bucket, horizonDays=horizon)
    assert [pick["ticker"] for pick in picks] == expected


@pytest.mark.parametrize(("horizon", "expected"), [(7, [False, None]), (15, [True])])
def test_below_naive_is_of_the_horizon_shown(
    end_user: httpx.Client, horizon: int, expected: list[bool | None]
) -> None:
    """FPT has skill above 0 seven sessions ahead and below 0 fifteen ahead; HPG has no evaluation."""
    picks = _picks(end_user, bucket="should_buy", horizonDays=horizon)
    assert [pick["belowNaive"] for pick in picks] == expected


def test_top_picks_are_limited(end_user: httpx.Client) -> None:
    assert [pick["ticker"] for pick in _picks(end_user, bucket="should_buy", limit=1)] == ["FPT"]


def test_a_row_of_the_market_table(end_user: httpx.Client, sessions: list[date]) -> None:
    row = _table(end_user, search="fpt")["data"][0]
    line = row.pop("sparkline14d")
    assert row == {
        "symbol": "FPT",
        "name": "FPT Corporation",
        "sector": "Technology",
        "currentPrice": 159_000,
        "pctChange": {
            "7d": {"actualPct": 4.6053, "actualPrice": 152_000},
            "15d": {"actualPct": 10.4167, "actualPrice": 144_000},
            "30d": {"actualPct": 23.2558, "actualPrice": 129_000},
        },
        "predictedPctChange": {
            "7d": {
                "predictedPct": 4.4025,
                "predictedPrice": 166_000,
                "belowNaive": False,
                "verdict": "proven",
                **RANK,
            }
        },
    }
    known = [
        {"date": day.isoformat(), "price": 146_000 + 1_000 * step, "isPredicted": False}
        for step, day in enumerate(sessions[-14:])
    ]
    coming = [
        {"date": day.isoformat(), "price": 160_000 + 1_000 * step, "isPredicted": True}
        for step, day in enumerate(sessions_after(sessions[-1], 7))
    ]
    assert line == known + coming


def test_changes_over_gaps(end_user: httpx.Client) -> None:
    """Changes of stocks that did not trade on every session."""
    rows = {row["symbol"]: row for row in _table(end_user)["data"]}
    # Seven sessions ago HPG did not trade: the bar before it counts.
    assert rows["HPG"]["pctChange"]["7d"] == {"actualPct": 4.1667, "actualPrice": 24_000}
    # VNM was listed ten sessions ago, and has no forecast.
    assert rows["VNM"]["pctChange"] == {
        "7d": {"actualPct": 0.9972, "actualPrice": 70_200},
        "15d": {"actualPct": None, "actualPrice": None},
        "30d": {"actualPct": None, "actualPrice": None},
    }
    assert rows["VNM"]["predictedPctChange"] == {
        "7d": {"predictedPct": None, "predictedPrice": None, "belowNaive": None, "verdict": None}
        | dict.fromkeys(RANK)
    }
    assert len(rows["VNM"]["sparkline14d"]) == 10


def test_market_table_metadata(end_user: httpx.Client) -> None:
    assert _table(end_user, sector="Banking", pageSize=2)["meta"] == {
        "total": 1,
        "page": 1,
        "pageSize": 2,
        "sectors": ["Banking", "Materials", "Technology"],
        **STAMP,
    }


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, ["FPT", "HPG", "VCB", "VNM"]),
        ({"search": "phat"}, ["HPG"]),
        ({"search": " vIeT "}, ["VCB", "VNM"]),
        ({"search": "%"}, []),
        ({"search": "_"}, []),
        ({"search": "' OR 1=1 --"}, []),
        ({"sector": "Banking"}, ["VCB"]),
        ({"sector": "Bank"}, []),
        ({"search": "v", "sector": "Banking"}, ["VCB"]),
        ({"sortBy": "price"}, ["FPT", "VNM", "VCB", "HPG"]),
        ({"sortBy": "price", "sortDir": "asc"}, ["HPG", "VCB", "VNM", "FPT"]),
        ({"sortBy": "change_7d"}, ["FPT", "HPG", "VNM", "VCB"]),
        ({"sortBy": "change_15d", "sortDir": "asc"}, ["VCB", "HPG", "FPT", "VNM"]),
        ({"sortBy": "change_30d", "sortDir": "desc"}, ["FPT", "HPG", "VCB", "VNM"]),
        ({"sortBy": "vn30_rank_7d", "sortDir": "asc"}, ["FPT", "VCB", "HPG", "VNM"]),
        ({"sortBy": "vn30_rank_7d"}, ["HPG", "VCB", "FPT", "VNM"]),
        ({"sortBy": "predicted_change_7d", "sortDir": "asc"}, ["VCB", "HPG", "FPT", "VNM"]),
        ({"pageSize": 3}, ["FPT", "HPG", "VCB"]),
        ({"pageSize": 3, "page": 2}, ["VNM"]),
        ({"page": 10_000, "pageSize": 100}, []),
    ],
    ids=str,
)
def test_searching_filtering_sorting_paging(
    end_user: httpx.Client, params: dict[str, Any], expected: list[str]
) -> None:
    assert _symbols(end_user, **params) == expected


@pytest.mark.parametrize(
    ("path", "params", "field"),
    [
        ("top-picks", {}, "bucket"),
        ("top-picks", {"bucket": "should_hold"}, "bucket"),
        ("top-picks", {"bucket": "should_buy", "horizonDays": 8}, "horizonDays"),
        ("top-picks", {"bucket": "should_buy", "limit": 31}, "limit"),
        ("market-table", {"sortBy": "name; DROP TABLE users"}, "sortBy"),
        ("market-table", {"page": 0}, "page"),
        ("market-table", {"page": 10**20}, "page"),
        ("market-table", {"pageSize": 201}, "pageSize"),
        ("market-table", {"pagesize": 10}, "pagesize"),
        ("market-table", {"search": "a\x00"}, "search"),
        ("FPT/predictions", {"horizons": "7,8"}, "horizons"),
        ("FPT/predictions", {"horizons": ""}, "horizons"),
        ("FPT/chart", {"historicalRange": "61d"}, "historicalRange"),
        ("FPT/chart", {"predictionRange": "60d"}, "predictionRange"),
    ],
)
def test_what_is_out_of_range_is_refused_by_name(
    end_user: httpx.Client, path: str, params: dict[str, Any], field: str
) -> None:
    answer = end_user.get(f"{STOCKS}/{path}", params=params)
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_error")
    assert answer.json()["message"].startswith(f"{field}: ")


def test_stock_overview(end_user: httpx.Client) -> None:
    assert end_user.get(f"{STOCKS}/fpt").json() == {
        "ticker": "FPT",
        "name": "FPT Corporation",
        "logoUrl": None,
        "description": "Makes software.",
        "sector": "Technology",
        "exchange": "HOSE",
        "marketCap": 159_000.0 * 1_000_000,
        "sharesOutstanding": 1_000_000,
        "tradingVolume": 1_059,
        "averageVolume": 1_050,
        "links": {"financialReportUrl": None, "companyWebsiteUrl": "https://fpt.example"},
        **STAMP,
    }


def test_predictions(end_user: httpx.Client, sessions: list[date]) -> None:
    answer = end_user.get(f"{STOCKS}/FPT/predictions", params={"horizons": "7,30"})
    coming = sessions_after(sessions[-1], 30)
    common = {
        "probabilityOfRise": 0.55,
        "explanation": None,
        **RANK,
        "volatilityRegime": "quiet",
        "trendRegime": "bull",
    }
    assert answer.json() == {
        "ticker": "FPT",
        "forecastAsOf": "2025-03-31",
        "horizons": {
            "7": {
                "predictedChangePct": 4.4025,
                "targetDate": coming[6].isoformat(),
                "basePrice": 159_000,
                "predictedPrice": 166_000,
                "lowerPrice": 157_700,
                "upperPrice": 174_300,
                "mapePct": 3.92,
                "naiveMapePct": 4.0,
                "skill": 0.02,
                "belowNaive": False,
                "verdict": "proven",
                **common,
            },
            "30": {
                "predictedChangePct": 18.8679,
                "targetDate": coming[29].isoformat(),
                "basePrice": 159_000,
                "predictedPrice": 189_000,
                "lowerPrice": 179_550,
                "upperPrice": 198_450,
                "mapePct": 8.24,
                "naiveMapePct": 8.0,
                "skill": -0.03,
                "belowNaive": True,
                "verdict": "not proven",
                **common,
            },
        },
        "restatement": None,
        **STAMP,
    }


def test_forecast_from_restated_prices(
    new_market: Callable[[], tuple[str, Path]],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> None:
    """Restatements after the run has read its prices are named with the product of their factors."""
    url, _ = new_market()
    settings = api_settings(url)
    engine = make_engine(settings)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO price_restatements (crawl_id, stock_id, ex_date, factor, bars_restated, "
            "likely_cause, source, created_at) "
            "SELECT id, 1, day, factor, 59, cause, 'csv', at FROM crawl_runs, "
            "(VALUES (DATE '2025-03-20', 0.9, 'a cash dividend', now()), "
            "(DATE '2025-03-28', 0.1, 'what the run has read', TIMESTAMPTZ '2025-03-31 18:00+07')) "
            "AS events (day, factor, cause, at)"
        )
        connection.exec_driver_sql("UPDATE experiment_runs SET prices_known_at = '2025-03-31 19:00+07'")
    engine.dispose()
    client = sign_in(serve(settings), "enduser1")
    restatement = client.get(f"{STOCKS}/FPT/predictions").json()["restatement"]
    assert restatement == {"factor": 0.45, "exDate": "2025-03-20", "likelyCause": "a cash dividend"}
    assert client.get(f"{STOCKS}/VCB/predictions").json()["restatement"] is None
    assert client.get(f"{STOCKS}/HPG/predictions").json()["restatement"] is None


def test_chart_joins_at_last_close(end_user: httpx.Client, sessions: list[date]) -> None:
    """The chart joins history and forecast at the last close."""
    params = {"historicalRange": "30d", "predictionRange": "15d"}
    chart = end_user.get(f"{STOCKS}/FPT/chart", params=params).json()
    assert chart["range"] == {"historical": "30d", "prediction": "15d"}
    days = sessions[-30:] + sessions_after(sessions[-1], 15)
    assert [point["date"] for point in chart["points"]] == [day.isoformat() for day in days]
    assert [point["actualPrice"] for point in chart["points"]] == [
        *range(130_000, 160_000, 1_000),
        *[None] * 15,
    ]
    assert [point["predictedPrice"] for point in chart["points"]] == [
        *[None] * 29,
        *range(159_000, 175_000, 1_000),
    ]
    assert chart["verdict"] == "not proven"
    last = chart["points"][-1]
    assert (last["lowerPrice"], last["upperPrice"]) == (0.95 * 174_000, 1.05 * 174_000)


def test_chart_without_model(end_user: httpx.Client) -> None:
    """A stock without a model has a chart but no forecast."""
    points = end_user.get(f"{STOCKS}/VNM/chart").json()["points"]
    assert len(points) == 10
    assert {point["predictedPrice"] for point in points} == {None}
    answer = end_user.get(f"{STOCKS}/VNM/predictions")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_forecast")
    assert "vn30_model_training" in answer.json()["message"]


@pytest.mark.parametrize("path", ["{}", "{}/predictions", "{}/chart"])
@pytest.mark.parametrize("ticker", ["XYZ", "%00", "FPT%27--", "%F0%9F%93%88"])
def test_unknown_tickers(end_user: httpx.Client, path: str, ticker: str) -> None:
    answer = end_user.get(f"{STOCKS}/{path.format(ticker)}")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_ticker")
