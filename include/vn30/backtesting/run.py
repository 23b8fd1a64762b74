"""One simulation from its document to its result: reads, decides, proves, trades and checks."""

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import numpy as np

from vn30.backtesting.checks import check
from vn30.backtesting.config import PortfolioConfig, SimulationConfig
from vn30.backtesting.decide import Decisions, decide
from vn30.backtesting.document import document_hash, document_of, run_name
from vn30.backtesting.engine import simulate_prepared
from vn30.backtesting.inputs import DecisionInputs
from vn30.backtesting.lookahead import check_decisions, sampled_sessions
from vn30.backtesting.market import TradableMarket
from vn30.backtesting.minutes import TradedMinutes
from vn30.backtesting.prepared import PreparedMarket, prepared
from vn30.backtesting.provenance import code_version
from vn30.backtesting.read_inputs import read_inputs
from vn30.backtesting.read_market import read_market
from vn30.backtesting.read_minutes import with_minutes
from vn30.backtesting.result import SimulationResult
from vn30.backtesting.worth.benchmarks import held_weights
from vn30.database.warehouse import transaction
from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.recommendations.profiles import canonical_json
from vn30.storage.artifacts import ArtifactStore

SAMPLED_ALONE, SAMPLED_IN_BATCH = 5, 1
"""Sessions after which the future is cut off, of a simulation alone and of each of a large batch."""

_KEPT = 4
"""Markets and inputs that are kept for the next simulations of a task: those of a grid mostly share them."""


@dataclass(frozen=True)
class Computed:
    """A simulation and what it was made from.

    Attributes:
        name: see :func:`vn30.backtesting.document.run_name`.
        sources: what was read: the hash of the market, versions and hashes of inputs and signals.
        held: the benchmark that is bought once and held.
        regimes: ``quiet, bull`` after each session of the result; None where unknown.
        notes: sentences for users.
    """

    name: str
    config: SimulationConfig
    sources: dict[str, Any]
    market: TradableMarket
    result: SimulationResult
    held: SimulationResult
    regimes: tuple[str | None, ...]
    notes: tuple[str, ...]

    def result_hash(self) -> str:
        """SHA-256, in hexadecimal digits, of the account over time and of all executions."""
        digest = hashlib.sha256()
        for array in (self.result.equity, self.result.cash, self.result.holdings):
            digest.update(np.ascontiguousarray(array).tobytes())
        digest.update(repr(self.result.fills).encode())
        return digest.hexdigest()


class Workbench:
    """Computes simulations as of one session and one moment, and reads once what several of them share."""

    def __init__(self, store: ArtifactStore, as_of: date, known_at: datetime) -> None:
        self.store, self.as_of, self.known_at = store, as_of, known_at
        self._inputs: dict[str, DecisionInputs] = {}
        self._markets: dict[str, tuple[PreparedMarket, str]] = {}

    def compute(
        self,
        config: SimulationConfig,
        sampled: int = SAMPLED_ALONE,
        say: Callable[[str], None] = lambda _: None,
    ) -> Computed:
        """Simulate.

        Args:
            sampled: sessions after which decisions are made again without the future.
            say: called with each step before it begins; what it raises ends the simulation.

        Raises:
            WrongInput: there are no prices or signals in the period.
            LookAhead: a decision depends on what came after it.
        ImpossibleSimulation: the engine has traded what the market does not allow.
        """
        say(localized("reading prices and signals"))
        inputs = self._read_inputs(config)
        known, market_hash = self._read_market(config, inputs)
        say(localized("deciding"))
        decisions = decide(inputs, config)
        say(localized("looking for look-ahead"))
        seed = random.Random(document_hash(config)).randrange(2**31)  # noqa: S311 - it draws a sample
        check_decisions(inputs, config, decisions, sampled_sessions(decisions, sampled, seed))
        say(localized("trading"))
        market = known.market
        weights = decisions.on(market.sessions, market.tickers)
        result = simulate_prepared(known, weights, config.portfolio, config.execution)
        check(result, market, config.execution)
        held = simulate_prepared(known, _held(inputs, market), PortfolioConfig(), config.execution)
        sources = {
            "market": market_hash,
            "inputs": list(inputs.read),
            "signals": list(decisions.signals.read),
        }
        return Computed(
            name=run_name(config, code_version(), sources),
            config=config,
            sources=sources,
            market=market,
            result=result,
            held=held,
            regimes=_regimes(decisions, market),
            notes=(*decisions.notes, *notes_of_minutes(result, market)),
        )

    def _read_inputs(self, config: SimulationConfig) -> DecisionInputs:
        document = document_of(config)
        key = canonical_json([document[part] for part in ("tickers", "first", "last", "signal")])
        if key not in self._inputs:
            with transaction() as connection:
                found = read_inputs(connection, self.store, config, self.as_of, self.known_at)
            _keep(self._inputs, key, found)
        return self._inputs[key]

    def _read_market(self, config: SimulationConfig, inputs: DecisionInputs) -> tuple[PreparedMarket, str]:
        last = self.as_of if config.last is None else min(config.last, self.as_of)
        by_minutes = config.execution.minutes
        key = canonical_json([inputs.tickers, config.first.isoformat(), last.isoformat(), by_minutes])
        if key not in self._markets:
            with transaction() as connection:
                market = read_market(connection, inputs.tickers, config.first, last, self.known_at)
                if by_minutes:
                    market = with_minutes(connection, self.store, market)
            if not len(market.sessions):
                raise WrongInput(
                    localized(
                        "There is no session from {first} to {last}. Choose another period.",
                        first=config.first,
                        last=last,
                    )
                )
            _keep(self._markets, key, (prepared(market), market_hash(market)))
        return self._markets[key]


def market_hash(market: TradableMarket) -> str:
    """SHA-256, in hexadecimal digits, of all prices, rules and actions that a simulation reads."""
    digest = hashlib.sha256()
    for part in (market, market.minutes):
        for field in fields(part) if part is not None else ():
            value = getattr(part, field.name)
            if isinstance(value, TradedMinutes):
                continue
            digest.update(field.name.encode() + b"\0")
            is_array = isinstance(value, np.ndarray)
            digest.update(np.ascontiguousarray(value).tobytes() if is_array else repr(value).encode())
    return digest.hexdigest()


def notes_of_minutes(result: SimulationResult, market: TradableMarket) -> list[str]:
    """How many executions are those of minutes; nothing of a market by daily bars."""
    minutes = market.minutes
    if minutes is None:
        return []
    filled = [fill for fill in result.fills if fill.reason != "delisted"]
    by_minutes = sum(fill.minute is not None for fill in filled)
    bars = np.count_nonzero(~np.isnan(market.close))
    notes = [
        localized(
            "{by_minutes:,} of {executions:,} executions are by minutes, the others by daily bars: "
            "{complete:,} of {bars:,} sessions of a stock have complete minutes.",
            by_minutes=by_minutes,
            executions=len(filled),
            complete=int(minutes.exist.sum()),
            bars=bars,
        )
    ]
    if minutes.refused:
        notes.append(
            localized(
                "The minutes of {refused:,} more contradict their daily bar and are not used.",
                refused=minutes.refused,
            )
        )
    return notes


def _held(inputs: DecisionInputs, market: TradableMarket) -> Any:
    """Weights of the benchmark: the stocks that could be bought in the first session of the market."""
    row = min(int(np.searchsorted(inputs.sessions, market.sessions[0])), len(inputs.sessions) - 1)
    members = dict(zip(inputs.tickers, inputs.members[row].tolist(), strict=True))
    return held_weights(market, np.array([members.get(ticker, False) for ticker in market.tickers]))


def _regimes(decisions: Decisions, market: TradableMarket) -> tuple[str | None, ...]:
    known = {
        session: f"{volatility}, {trend}"
        for session, volatility, trend in zip(
            decisions.sessions.tolist(),
            decisions.regimes["volatility"],
            decisions.regimes["trend"],
            strict=True,
        )
        if "unknown" not in (volatility, trend)
    }
    return tuple(known.get(session) for session in market.sessions.tolist())


def _keep(kept: dict[str, Any], key: str, value: Any) -> None:
    if len(kept) >= _KEPT:
        del kept[next(iter(kept))]
    kept[key] = value
