"""Add an indicator, check that it does not look ahead, and see whether it orders the stocks."""

# %% An indicator is one file in include/vn30/features/indicators/. This one lies in a folder of the examples,
# which is added to that package before the configuration is imported: it looks for its indicators then.
from pathlib import Path

from vn30.features import indicators

indicators.__path__.append(str(Path(__file__).parent / "indicators"))

# %%
import matplotlib.pyplot as plt  # noqa: E402

from vn30 import data  # noqa: E402
from vn30.training_config.document import parse_config  # noqa: E402

PICTURES = Path("pictures")
PICTURES.mkdir(exist_ok=True)
TICKER = "FPT"
HORIZON = 7

# %% The file is now a section of the configuration, with limits and defaults, and a column of the panel.
config = parse_config({"indicators": {"aroon": {"window": 25}}})
panel = data.panel(config=config)
print(panel[["symbol", "date", "aroon_25"]].tail())

# %% As of an earlier session, the panel was the same up to it: a feature that looks ahead would have changed.
earlier = panel["date"].unique()[-60]
known_then = data.panel(sorted(panel["symbol"].unique()), config=config, as_of=earlier.date())
known_now = panel[panel["date"] <= earlier].reset_index(drop=True)
assert known_then["aroon_25"].equals(known_now["aroon_25"]), "aroon_25 looks ahead"  # noqa: S101

# %% The rank IC: on each session, the rank correlation of the feature with the return that followed.
bars = data.prices()
ahead = bars.groupby("symbol")["close"].shift(-HORIZON) / bars["close"] - 1
both = panel[["date", "aroon_25"]].assign(ahead=ahead).dropna()
ranks = both.groupby("date").rank()
daily = ranks.groupby(both["date"]).apply(lambda rows: rows["aroon_25"].corr(rows["ahead"]))
print(
    f"mean rank IC over {len(daily)} sessions: {daily.mean():+.3f}; above 0.15 would be too good to be true"
)

# %%
one = panel[panel["symbol"] == TICKER].tail(250)
closes = bars[bars["symbol"] == TICKER].tail(250)
figure, (above, below) = plt.subplots(2, sharex=True, figsize=(10, 6))
above.plot(closes["date"], closes["close"])
above.set_ylabel("VND")
above.set_title(f"{TICKER} and its Aroon oscillator")
below.plot(one["date"], one["aroon_25"])
below.axhline(0, linewidth=0.8)
figure.savefig(PICTURES / "indicator.png")
