"""Compare two training configurations on the same stocks and the same test sessions."""

# %%
from pathlib import Path

import pandas as pd

from vn30 import data
from vn30.forecasting.ticker import train_ticker
from vn30.training_config.document import TrainingConfig, parse_config

PICTURES = Path("pictures")
PICTURES.mkdir(exist_ok=True)
TICKERS = ["FPT", "HPG", "VCB"]
HORIZON = 7

# %%
common = {"targets": {"horizons": [HORIZON]}}
off = {"enabled": False}
configurations = {
    "ridge alone": parse_config(
        {
            **common,
            "models": {"randomForest": off, "gradientBoosting": off, "svr": off, "ridge": {"enabled": True}},
        }
    ),
    "trees alone": parse_config(
        {**common, "models": {"randomForest": {"nEstimators": 20}, "svr": off, "ridge": off}}
    ),
}


# %% Skill compares errors with those of the naive forecast on the same rows: above 0 is better than naive.
def skills(config: TrainingConfig) -> dict[str, float]:
    """The skill of each ticker's ensemble, out of sample."""
    bars = data.prices(TICKERS)
    panel = data.panel(TICKERS, config=config)
    return {
        ticker: train_ticker(
            ticker, bars[bars["symbol"] == ticker], panel[panel["symbol"] == ticker], config, lambda: None
        )
        .horizons[HORIZON]
        .scores.skill
        for ticker in TICKERS
    }


table = pd.DataFrame({name: skills(config) for name, config in configurations.items()})
print(table.round(3))

# %%
axes = table.plot.bar(figsize=(10, 5), rot=0)
axes.axhline(0, linewidth=0.8, color="black")
axes.set_ylabel(f"skill at {HORIZON} sessions (0: as good as naive)")
axes.set_title("Two configurations, out of sample")
axes.figure.savefig(PICTURES / "configurations.png")

# %% What the platform's own runs came to, for comparison: one row a run, ticker, horizon and member.
scores = data.scores(TICKERS, horizons=HORIZON)
print(
    scores[scores["member"] == "ensemble"].tail()[
        ["as_of", "symbol", "skill", "corrected_p_value", "verdict"]
    ]
)
