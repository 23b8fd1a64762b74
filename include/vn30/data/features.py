"""The feature panel as a DataFrame: see :mod:`vn30.data`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vn30.data.connection import Day, NothingStored, Read, checked, reading, to_date
from vn30.data.read import ALL, checked_run, read_bars, read_prices
from vn30.errors import WrongInput

if TYPE_CHECKING:
    import pandas as pd

    from vn30.training_config.document import TrainingConfig


def panel(
    tickers: str | Iterable[str] | None = None,
    *,
    config: TrainingConfig | Mapping[str, Any] | None = None,
    run: str | UUID | None = None,
    start: Day | None = None,
    as_of: Day | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """The features that models learn from: one row a bar, one float32 column a feature.

    They are computed from the stored bars up to ``as_of``, or, with ``run``, are those that this run has
    stored in the artifact store (``VN30_ARTIFACT_STORE``). With the configuration's leakage guard on, the row
    of a session holds what was known before its bar. Feature names are those of
    :func:`vn30.features.panel.feature_names`, then the ranks among the tickers of a session,
    :func:`vn30.features.cross_section.cross_section_names`: each ticker is ranked among the VN30 of ``as_of``
    and all that are asked for.

    Args:
        tickers: by default the members of the VN30 on ``as_of``, with ``run`` all that it has.
        config: a training configuration, or its JSON document; by default the active version, or the default
            configuration before there is one. Not together with ``run``.
        run: id of a training run for a session up to ``as_of``.
        start: first session of the result; indicators look back past it.

    Raises:
        InvalidConfig: lists every fault of ``config``.
        NothingStored: a ticker has no bars, or the run no panel.
        FileGone: the run's panel was removed, as those of old runs are.
    """
    first = None if start is None else to_date(start, "start")
    with reading(url, as_of) as read:
        if run is None:
            panel = _computed(read, tickers, config)
        elif config is None:
            panel = _of_run(read, tickers, checked_run(read, run))
        else:
            raise WrongInput("Give config or run, not both: a run has its own configuration.")
    if first is not None:
        panel = panel[panel["date"].dt.date >= first].reset_index(drop=True)
    return panel


def _computed(
    read: Read, tickers: str | Iterable[str] | None, config: TrainingConfig | Mapping[str, Any] | None
) -> pd.DataFrame:
    import pandas as pd

    from vn30.features.cross_section import cross_section
    from vn30.features.panel import build_panel
    from vn30.features.series import KEY_COLUMNS

    chosen = _configuration(read, config)
    market = read_prices(read, None)
    if tickers is not None:
        wanted = read_prices(read, tickers)
        others = market[~market["symbol"].isin(wanted["symbol"].unique())]
        market = pd.concat([wanted, others], ignore_index=True)
    if chosen.indicators.uses_minutes():
        market = _with_minutes(read, market, chosen)
    indices = _known_indices(read, chosen.indicators.context_tickers)
    features = build_panel(market, chosen.indicators, chosen.targets.lookback_window, indices)
    ranks = cross_section(market, chosen.indicators.leakage_guard).drop(columns=KEY_COLUMNS)
    panel = pd.concat([features, ranks], axis=1)
    if tickers is not None:
        panel = panel[panel["symbol"].isin(wanted["symbol"].unique())].reset_index(drop=True)
    return panel


def _with_minutes(read: Read, market: pd.DataFrame, config: TrainingConfig) -> pd.DataFrame:
    from vn30.features.stored_minute_statistics import with_stored_minutes
    from vn30.settings import get_settings
    from vn30.storage.artifacts import open_store

    return with_stored_minutes(read.connection, open_store(get_settings()), market, config.indicators)


def _known_indices(read: Read, context_tickers: Sequence[str]) -> pd.DataFrame | None:
    import pandas as pd

    from vn30.market.universe import INDICES

    known = []
    for symbols in (INDICES, context_tickers):
        try:
            known.append(read_bars(read, symbols))
        except NothingStored:
            # As in a training run: the features of these series are neutral then.
            continue
    return pd.concat(known, ignore_index=True) if known else None


def _of_run(read: Read, tickers: str | Iterable[str] | None, run_id: str) -> pd.DataFrame:
    import pandas as pd

    from vn30.database.warehouse import fetch_one
    from vn30.features.feature_store import read_rows
    from vn30.market.bars import BAR_COLUMNS
    from vn30.settings import get_settings
    from vn30.storage.artifacts import open_store

    row = fetch_one(read.connection, "data/panel_of_run", run_id=run_id)
    if row is None:
        raise NothingStored(f"The run {run_id} has no stored panel: leave run out, and it is computed.")
    wanted = None if tickers is None or tickers == ALL else checked(read.connection, tickers)
    store = open_store(get_settings())
    parts = [read_rows(store, row["url"], ticker) for ticker in wanted or (None,)]
    panel = pd.concat(parts, ignore_index=True)
    if missing := sorted(set(wanted or ()).difference(panel["symbol"].unique())):
        raise NothingStored(f"The panel of the run {run_id} has no {', '.join(missing)}.")
    return panel.drop(columns=[column for column in BAR_COLUMNS if column != "date"])


def _configuration(read: Read, config: TrainingConfig | Mapping[str, Any] | None) -> TrainingConfig:
    from vn30.market.membership import known_tickers
    from vn30.training_config.document import TrainingConfig, parse_config
    from vn30.training_config.versions import active_version

    if isinstance(config, TrainingConfig):
        return config
    if config is not None:
        return parse_config(dict(config), known_tickers(read.connection))
    active = active_version(read.connection)
    return (
        TrainingConfig() if active is None else parse_config(active.document, known_tickers(read.connection))
    )
