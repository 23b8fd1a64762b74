"""Train the models of one stock without Airflow, and look at what they forecast out of sample."""

# %%
from pathlib import Path

import matplotlib.pyplot as plt

from vn30 import data
from vn30.forecasting.ticker import train_ticker
from vn30.training_config.document import parse_config

PICTURES = Path("pictures")
PICTURES.mkdir(exist_ok=True)
TICKER = "FPT"
HORIZON = 7

# %% Fields that are left out have their defaults; a mistake is answered by a list of all faults.
config = parse_config({"targets": {"horizons": [HORIZON]}, "models": {"randomForest": {"nEstimators": 20}}})

# %% What a run of the platform trains on: the bars, and the features that were known before each of them.
bars = data.prices(TICKER)
features = data.panel(TICKER, config=config)
result = train_ticker(TICKER, bars, features, config, lambda: None)

# %% The members are tested walk-forward, each beside the naive forecast that the price stays as it is.
tested = result.horizons[HORIZON]
for member, scores in {"ensemble": tested.scores, **tested.member_scores}.items():
    print(f"{member:18} MAE {scores.mae:8,.0f} VND, skill {scores.skill:+.3f}")
print(f"The p-value of the ensemble's skill is {tested.p_value:.2f}, for this ticker alone.")
print(f"{result.base_price:,.0f} VND on {result.as_of}; {tested.forecast_price:,.0f} forecast for {HORIZON}D")

# %%
test = tested.test
figure, axes = plt.subplots(figsize=(10, 5))
axes.fill_between(test["target_date"], test["lower"], test["upper"], alpha=0.2, label="80 % interval")
axes.plot(test["target_date"], test["actual"], label="actual price")
axes.plot(test["target_date"], test["predicted"], label=f"forecast {HORIZON} sessions before")
axes.set_ylabel("VND")
axes.set_title(f"{TICKER}: out-of-sample forecasts and actual prices")
axes.legend()
figure.savefig(PICTURES / "one_ticker.png")
