"""Read the lake with DuckDB, pandas and polars, without the platform's database."""

# %%
import json
from pathlib import Path
from urllib.request import url2pathname

import duckdb
import matplotlib.pyplot as plt
import pandas as pd
import polars as pl

from vn30.settings import get_settings

PICTURES = Path("pictures")
PICTURES.mkdir(exist_ok=True)
TICKER = "FPT"

# %% Where it is: a folder here; of a bucket, `s3://<bucket>/<prefix>/lake` and credentials.
LAKE = Path(url2pathname(get_settings().artifact_root().removeprefix("file://"))) / "lake"

# %% DuckDB: one line makes a view a data set. They stay on their versions, all of one catalog.
duckdb.execute((LAKE / "views.sql").read_text())
duckdb.sql("SHOW TABLES").show()
closes = duckdb.sql(f"SELECT date, close FROM prices WHERE symbol = '{TICKER}' ORDER BY date").df()  # noqa: S608

# %% The catalog names the files of each data set, its as-of session, and the unit of each column.
catalog = json.loads((LAKE / "catalog.json").read_text())["datasets"]
prices = catalog["prices"]
print(f"{prices['title']}: {prices['rows']:,} rows as of {prices['checked_as_of']}")
print({column["name"]: column["unit"] for column in prices["columns"]})


def files(dataset: str) -> list[Path]:
    return [LAKE / file["path"] for file in catalog[dataset]["files"]]


# %% pandas: types of Arrow keep dates as dates, and distinguish null from NaN.
frame = pd.concat(
    [pd.read_parquet(file, dtype_backend="pyarrow") for file in files("forecasts")], ignore_index=True
)
print(frame.groupby("horizon")["predicted_return"].describe())

# %% polars: how often each bar of a stock was restated or corrected, by what was known when.
versions = pl.concat(pl.scan_parquet(file, glob=False) for file in files("price_versions"))
known = (
    versions.filter(pl.col("symbol") == TICKER)
    .group_by("date")
    .agg(pl.len().alias("versions"), pl.col("close").first().alias("first_known"))
    .sort("date")
    .collect()
)
print(known.tail())

# %%
figure, axes = plt.subplots(figsize=(10, 5))
axes.plot(closes["date"], closes["close"], label="as of now")
axes.plot(known["date"], known["first_known"], label="as first known", linestyle=":")
axes.set_ylabel("VND")
axes.set_title(f"{TICKER}, up to {prices['checked_as_of']}")
axes.legend()
figure.savefig(PICTURES / "lake.png")
