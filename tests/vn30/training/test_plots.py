import io
from datetime import date

import matplotlib.image
import numpy as np
import pandas as pd
import pytest

from vn30.calendar import sessions_after
from vn30.training import plots
from vn30.training.evaluate import score
from vn30.training.fit import HorizonResult, TickerResult

AS_OF = date(2024, 12, 31)


def horizon_result(horizon: int, change: float) -> HorizonResult:
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
        }
    )
    price = 60_000 * (1 + change)
    return HorizonResult(
        horizon=horizon,
        scores=scores,
        member_scores={},
        interval_scores=None,
        p_value=0.5,
        verdict="not proven",
        test=test,
        weights={},
        forecast_return=float(np.log1p(change)),
        forecast_price=price,
        lower_price=None,
        upper_price=None,
        probability_of_rise=None,
        member_forecasts={},
    )


@pytest.fixture
def result() -> TickerResult:
    horizons = {7: horizon_result(7, 0.01), 15: horizon_result(15, -0.02), 30: horizon_result(30, 0.03)}
    return TickerResult("FPT", AS_OF, 60_000.0, horizons, {}, {}, {})


def size(png: bytes) -> tuple[int, int]:
    pixels = matplotlib.image.imread(io.BytesIO(png), format="png")
    assert pixels.std() > 0.05, "the picture is blank"
    return pixels.shape[1], pixels.shape[0]


def test_both_pictures_are_1400_by_900(result: TickerResult) -> None:
    dates = pd.bdate_range(end=AS_OF, periods=200)
    bars = pd.DataFrame({"date": dates, "close": np.linspace(40_000, 60_000, 200)})
    assert size(plots.evaluation_png(result)) == (1400, 900)
    assert size(plots.future_png(result, bars, sessions_after(AS_OF, 30))) == (1400, 900)


def test_a_forecast_without_skill_is_called_that(result: TickerResult) -> None:
    assert "no skill" not in plots._verdict(result.horizons[7].scores)
    assert "no skill" in plots._verdict(result.horizons[15].scores)
