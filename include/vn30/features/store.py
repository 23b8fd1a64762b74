"""The feature store: each panel is computed and stored once, and used again by every run that needs it."""

import json
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa

from vn30.artifacts import ArtifactStore
from vn30.errors import WrongInput
from vn30.features import panel_file
from vn30.features.config import IndicatorConfig
from vn30.features.cross_section import cross_section
from vn30.features.definitions import Definition, definitions
from vn30.features.panel import build_panel
from vn30.warehouse import execute, fetch_one, transaction


class StoredPanel(NamedTuple):
    """Where a panel is, and what made it: the hash of its bars and of everything together."""

    url: str
    data_version: str
    content_hash: str


class FileGone(WrongInput):
    """A stored file of rows is not there any more; the message says what makes it again."""


def stored_panel(
    store: ArtifactStore,
    market: pd.DataFrame,
    indices: pd.DataFrame,
    config: IndicatorConfig,
    lookback_window: int,
) -> StoredPanel:
    """The panel of these bars and this configuration, computed unless it is stored already.

    The same bars, configuration and code lead to the same file. One that was removed or damaged is made
    again.

    Args:
        market: a market frame (see :mod:`vn30.prices`), at least one row.
        indices: a market frame of the index series, as far as they are known.

    Returns:
        Its ``url`` is that of a Parquet file with one row group a ticker: the columns of ``market``, then
        those of :func:`vn30.features.panel.feature_names` and
        :func:`vn30.features.cross_section.cross_section_names`.

    Raises:
        UnorderedMarket: the bars of a ticker or an index are scattered, repeated or out of order.
    """
    configuration = {"indicators": config.model_dump(mode="json"), "lookback_window": lookback_window}
    data, code = panel_file.data_version([market, indices]), panel_file.code_version()
    content = panel_file.content_hash(data, code, configuration)
    if (url := _known(store, content)) is not None:
        return StoredPanel(url, data, content)
    panel = build_panel(market, config, lookback_window, indices)
    file = panel_file.to_parquet(market, [panel, cross_section(market, config.leakage_guard)])
    stored = store.put(f"panels/{content}.parquet", file)
    with transaction() as connection:
        execute(
            connection,
            "features/put_panel",
            content_hash=content,
            data_version=data,
            code_version=code,
            configuration=json.dumps(configuration),
            tickers=market["symbol"].nunique(),
            bars=len(market),
            first_session=market["date"].min().date(),
            last_session=market["date"].max().date(),
            **stored._asdict(),
        )
        _define(connection, content, code, definitions(config, lookback_window))
    return StoredPanel(stored.url, data, content)


def read_rows(
    store: ArtifactStore, url: str, ticker: str | None = None, columns: list[str] | None = None
) -> pd.DataFrame:
    """The rows of a stored Parquet file: all, or one ticker's, for which only its row group is fetched.

    Raises:
        FileGone: it was removed, as files are that nobody needs any more.
    """
    try:
        with store.open(url) as file:
            only = [("symbol", "==", ticker)] if ticker else None
            return pd.read_parquet(file, columns=columns, filters=only)
    except FileNotFoundError as error:
        raise FileGone(f"{url} is gone. Clear the run from its task panel on: it is made again.") from error


def _known(store: ArtifactStore, content: str) -> str | None:
    with transaction() as connection:
        row = fetch_one(connection, "features/use_panel", content_hash=content)
    if row is None:
        return None
    url: str = row["url"]
    try:
        whole = store.sha256(url) == row["sha256"]
    except FileNotFoundError:
        return None
    return url if whole else None


def _define(connection: sa.Connection, content: str, code: str, columns: list[Definition]) -> None:
    for position, column in enumerate(columns):
        execute(
            connection,
            "features/put_definition",
            content_hash=content,
            position=position,
            name=column.name,
            kind=column.kind,
            function=column.function,
            parameters=json.dumps(column.parameters),
            code_version=code,
        )
