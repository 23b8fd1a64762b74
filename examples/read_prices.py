"""Read prices and draw one stock beside its index."""

# %%
from pathlib import Path

import matplotlib.pyplot as plt

from vn30 import data

PICTURES = Path("pictures")
PICTURES.mkdir(exist_ok=True)
TICKER = "FPT"

# %% The bars of a year: one row a session, prices in VND, adjusted for dividends and splits.
bars = data.prices(TICKER, start="2024-01-01")
print(bars.tail())

# %% The index has points, not VND: both start at 100, so that they can be compared.
index = data.indices("VN30", start="2024-01-01")
closes = {TICKER: bars.set_index("date")["close"], "VN30": index.set_index("date")["close"]}

figure, axes = plt.subplots(figsize=(10, 5))
for name, close in closes.items():
    axes.plot(close.index, 100 * close / close.iloc[0], label=name)
axes.set_ylabel(f"first session of {bars['date'].iloc[0]:%Y} = 100")
axes.set_title(f"{TICKER} and the VN30, up to {data.today()}")
axes.legend()
figure.savefig(PICTURES / "prices.png")

# %% The same as it was known a month ago: no later bar, and no later dividend in the adjusted prices.
month_ago = bars["date"].iloc[-21].date()
known_then = data.prices(TICKER, start="2024-01-01", as_of=month_ago)
print(f"{len(bars)} sessions are known today, {len(known_then)} were on {month_ago}")
