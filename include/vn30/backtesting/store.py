"""Stores a simulation at once: its trial in the ledger, figures, account, trades and files."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from vn30.backtesting import ledger
from vn30.backtesting.files import equity_parquet, trades_csv
from vn30.backtesting.lifecycle import Cancelled, write_line
from vn30.backtesting.provenance import code_version
from vn30.backtesting.run import Computed
from vn30.backtesting.tear_sheet.page import tear_sheet_html
from vn30.backtesting.tear_sheet.picture import tear_sheet_png
from vn30.backtesting.worth.assessment import Worth, assess, result_moments
from vn30.backtesting.worth.document import worth_document
from vn30.backtesting.worth.luck import family_of
from vn30.database.warehouse import copy_rows, execute, fetch_one, transaction
from vn30.i18n.localized import to_text
from vn30.storage.artifacts import ArtifactStore

FOLDER = "simulations"
"""The folder of the files: ``simulations/<id>/<name>``."""

NAMES = {
    "trades_csv": "trades.csv",
    "equity_parquet": "equity.parquet",
    "tear_sheet_png": "tear_sheet.png",
    "tear_sheet_html": "tear_sheet.html",
}

_TRADE_COLUMNS = (
    "simulation_id",
    "number",
    "session_date",
    "decided_date",
    "ticker",
    "quantity",
    "price",
    "fee",
    "tax",
    "reason",
    "opened_date",
    "gain",
    "minute",
)


class NotReproducible(RuntimeError):
    """A simulation of the same name has another result: something is read that its name does not say."""


@dataclass(frozen=True)
class Destination:
    """Where a result goes.

    Attributes:
        name: of the batch, "" without one.
        label: of the simulation in its batch; "" of one alone.
        is_detailed: whether its trades and files are kept.
    """

    store: ArtifactStore
    batch_id: UUID
    simulation_id: UUID
    name: str
    label: str
    is_detailed: bool

    @property
    def title(self) -> str:
        """The heading of the tear sheet."""
        return ": ".join(filter(None, (self.name, self.label))) or "Simulation"


def put_result(place: Destination, computed: Computed, known_at: datetime) -> Worth:
    """Store a result and count its trial, in one transaction: a killed task leaves neither.

    Files are written before the transaction ends, under names that a repeated task uses again.

    Raises:
        Cancelled: the simulation is not running any more; nothing is stored or counted.
        NotReproducible: another result has the same name.
        WrongInput: it has fewer than three sessions.
    """
    with transaction() as connection:
        moments, result_hash = result_moments(computed.result), computed.result_hash()
        ledger.record(connection, computed.name, computed.config, moments)
        trials = ledger.trials_of(connection, family_of(computed.config))
        worth = assess(computed.result, computed.market, trials, computed.held, computed.regimes)
        other = fetch_one(
            connection, "backtesting/other_result", run_name=computed.name, result_hash=result_hash
        )
        if other is not None:
            raise NotReproducible(
                f"The simulation {other['id']} has the same name {computed.name} and another result."
            )
        _put_row(connection, place.simulation_id, computed, worth, known_at, result_hash)
        _put_equity(connection, place.simulation_id, computed)
        if place.is_detailed:
            _put_trades(connection, place.simulation_id, computed)
            _put_files(connection, place, computed, worth)
        named = f"{place.label}: " if place.label else ""
        write_line(connection, place.batch_id, "INFO", f"{named}{_summary(worth)}", place.simulation_id)
    return worth


def _put_row(
    connection: sa.Connection,
    simulation_id: UUID,
    computed: Computed,
    worth: Worth,
    known_at: datetime,
    result_hash: str,
) -> None:
    stored = execute(
        connection,
        "backtesting/put_result",
        simulation_id=str(simulation_id),
        run_name=computed.name,
        result_hash=result_hash,
        code_version=code_version(),
        sources=json.dumps(computed.sources),
        known_at=known_at,
        as_of=worth.last,
        first_session=worth.first,
        last_session=worth.last,
        family=family_of(computed.config),
        figures=json.dumps(worth_document(worth), allow_nan=False),
        notes=[to_text(note) for note in computed.notes],
        annual_return=worth.strategy.annual_return,
        annual_excess=worth.to_held.mean_return,
        sharpe=worth.strategy.sharpe.value,
        sharpe_error=worth.strategy.sharpe.error,
        deflated_sharpe=None if worth.luck is None else worth.luck.deflated_sharpe,
        drawdown=worth.strategy.drawdown.depth,
        trades=len(computed.result.fills),
    )
    if not stored:
        raise Cancelled("The simulation is not running any more: its result was not stored.")


def _put_equity(connection: sa.Connection, simulation_id: UUID, computed: Computed) -> None:
    result = computed.result
    execute(
        connection,
        "backtesting/put_equity",
        simulation_id=str(simulation_id),
        sessions=[str(session) for session in result.sessions],
        equity=result.equity.tolist(),
        cash=result.cash.tolist(),
        buy_and_hold=computed.held.equity.tolist(),
        vn30=[None if value != value else value for value in computed.market.index.tolist()],
        regimes=[regime or "" for regime in computed.regimes],
    )


def _put_trades(connection: sa.Connection, simulation_id: UUID, computed: Computed) -> None:
    result = computed.result
    days = [str(session) for session in result.sessions]
    rows = [
        (
            str(simulation_id),
            number,
            days[fill.session],
            days[fill.decided],
            result.tickers[fill.ticker],
            fill.quantity,
            float(fill.price),
            fill.fee,
            fill.tax,
            fill.reason,
            None if fill.opened is None else days[fill.opened],
            fill.gain,
            fill.clock,
        )
        for number, fill in enumerate(result.fills)
    ]
    copy_rows(connection, "simulation_trades", _TRADE_COLUMNS, rows)


def _put_files(connection: sa.Connection, place: Destination, computed: Computed, worth: Worth) -> None:
    for type_, content in _contents(place.title, computed, worth).items():
        stored = place.store.put(f"{FOLDER}/{place.simulation_id}/{NAMES[type_]}", content)
        execute(
            connection,
            "backtesting/put_file",
            simulation_id=str(place.simulation_id),
            type=type_,
            url=stored.url,
            size_bytes=stored.size_bytes,
            sha256=stored.sha256,
        )


def _contents(title: str, computed: Computed, worth: Worth) -> dict[str, bytes]:
    result, market, held = computed.result, computed.market, computed.held
    picture = tear_sheet_png(title, result, market, held, worth)
    return {
        "trades_csv": trades_csv(result, market),
        "equity_parquet": equity_parquet(result, market, held),
        "tear_sheet_png": picture,
        "tear_sheet_html": tear_sheet_html(title, worth, picture),
    }


def _summary(worth: Worth) -> str:
    strategy = worth.strategy
    sharpe, error = strategy.sharpe
    ratio = "none" if sharpe is None else f"{sharpe:.2f}" + ("" if error is None else f" (error {error:.2f})")
    return (
        f"total return {100 * strategy.total_return:.1f} %, Sharpe ratio {ratio}, {worth.trading.purchases} "
        f"purchases and {worth.trading.sales} sales"
    )
