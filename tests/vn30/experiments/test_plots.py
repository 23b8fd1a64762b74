import io
from datetime import date

import matplotlib.image
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from vn30.evaluation.scores import score
from vn30.experiments.plots import plots
from vn30.experiments.plots.style import month_ticks
from vn30.forecasting.path import forecast_path
from vn30.forecasting.ticker_result import HorizonResult, TickerResult
from vn30.market.calendar import sessions_after

AS_OF = date(2024, 12, 31)


def horizon_result(horizon: int, change: float, banded: bool = True) -> HorizonResult:
    dates = pd.bdate_range(end=AS_OF, periods=60 + horizon)
    base = np.linspace(50_000, 60_000, 60)
    actual = base * 1.02
    predicted = base * (1 + change)
    scores = score(actual, predicted, base)
    test = pd.DataFrame(
        {
            "date": dates[:60],
            "target_date": dates[horizon:],
            "actual": actual,
            "predicted": predicted,
            "base": base,
            "lower": predicted * 0.9 if banded else np.nan,
            "upper": predicted * 1.1 if banded else np.nan,
        }
    )
    price = 60_000 * (1 + change)
    return HorizonResult(
        horizon=horizon,
        scores=scores,
        member_scores={},
        member_p_values={},
        interval_scores=None,
        p_value=0.01 if change > 0.02 else 0.5,
        test=test,
        weights={},
        forecast_return=float(np.log1p(change)),
        forecast_price=price,
        lower_price=price * 0.9 if banded else None,
        upper_price=price * 1.1 if banded else None,
        probability_of_rise=0.55 if banded else None,
        member_forecasts={},
    )


def result(*horizons: HorizonResult) -> TickerResult:
    by_horizon = {forecast.horizon: forecast for forecast in horizons}
    return TickerResult("FPT", pd.Timestamp(AS_OF), 60_000.0, by_horizon, {}, {}, {})


ALL = result(horizon_result(7, 0.01), horizon_result(15, -0.02), horizon_result(30, 0.03))
PARTLY_BANDED = result(
    horizon_result(7, 0.01), horizon_result(15, 0.0, banded=False), horizon_result(30, 0.03)
)
UNBANDED = result(horizon_result(15, 0.03, banded=False))


def size(png: bytes) -> tuple[int, int]:
    pixels = matplotlib.image.imread(io.BytesIO(png), format="png")
    assert pixels.std() > 0.05, "the picture is blank"
    return pixels.shape[1], pixels.shape[0]


@pytest.mark.parametrize(
    "ticker_result", [ALL, PARTLY_BANDED, UNBANDED], ids=["all", "partly banded", "unbanded"]
)
def test_size_of_charts(ticker_result: TickerResult) -> None:
    dates = pd.bdate_range(end=AS_OF, periods=200)
    bars = pd.DataFrame({"date": dates, "close": np.linspace(40_000, 60_000, 200)})
    assert size(plots.evaluation_png(ticker_result)) == (1400, 900)
    assert size(plots.future_png(ticker_result, bars, forecast_path(ticker_result))) == (1400, 900)


@pytest.mark.parametrize(
    ("change", "headline", "reason"),
    [
        (0.03, "Significant alone", "verdict: over all tickers"),
        (0.01, "No proven skill", "better than naive, not significant"),
        (-0.01, "No proven skill", "naive is as good or better"),
        (0.0, "No proven skill", "equal to the naive forecast"),
    ],
)
def test_skill_in_words(change: float, headline: str, reason: str) -> None:
    words = plots.skill_in_words(horizon_result(7, change))
    assert words[0] == headline
    assert reason in words[1]


def test_cards() -> None:
    day = sessions_after(AS_OF, 15)[-1]
    fall, unknown = ALL.horizons[15], PARTLY_BANDED.horizons[15]
    card = plots._forecast_card(ALL, fall, day)
    assert card.headline == "15: ▼ -2.0 %"
    assert dict(card.figures) == {
        "on": day.isoformat(),
        "price": "58,800",
        "80 % interval": "52,920 to 64,680",
        "probability of a rise": "55 %",
    }
    flat = plots._forecast_card(PARTLY_BANDED, unknown, day)
    assert flat.headline == "15: = 0.0 %"
    assert dict(flat.figures)["80 % interval"] == "not known"
    assert dict(plots._score_card(unknown).figures)["direction hit rate"] == "no direction"


def test_fan() -> None:
    """A significant forecast is filled, and the interval has no width today."""
    axes = Figure().subplots()
    plots._draw_fan(axes, ALL, forecast_path(ALL), today=59)
    filled = {
        line.get_markerfacecolor() == line.get_color() for line in axes.lines if line.get_marker() in "^v"
    }
    assert filled == {True, False}
    band = axes.collections[0].get_paths()[0].vertices
    assert band[:, 0].min() == 59
    assert band[band[:, 0] == 59, 1] == pytest.approx(60_000)
    assert band[band[:, 0] == 89, 1].max() == pytest.approx(61_800 * 1.1)


def test_month_labels() -> None:
    """Months are labelled at their first session, with a limited number of labels."""
    year = list(pd.bdate_range("2023-11-15", "2024-03-15"))
    places, names = month_ticks(year)
    assert names == ["Dec 2023", "2024", "Feb", "Mar"]
    assert [year[place].strftime("%m-%d") for place in places] == ["12-01", "01-01", "02-01", "03-01"]
    decade = list(pd.bdate_range("2014-05-01", "2024-03-15"))
    assert 2 <= len(month_ticks(decade)[1]) <= 8
    assert month_ticks(year[:5]) == ([], [])
