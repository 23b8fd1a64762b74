"""Requests and answers of ``/simulations``. Returns are shares of 1, amounts VND, ratios by year."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from api.artifacts.schemas import ArtifactFile
from api.core.any_document import AsDocumentOf
from api.core.language import SchemaWithWords, StoredWords, Words, translated
from api.core.schemas import ApiModel, PageMeta, PageQuery, PlainText, RequestModel, example
from api.simulations.figures import FAMILY, FIGURES, SimulationFigures, TrialFamily
from vn30.backtesting.config import SimulationConfig
from vn30.backtesting.document import document_of, parse_simulation
from vn30.backtesting.grid import MAX_SIMULATIONS
from vn30.backtesting.wording import localized_label

SimulationState = Literal["queued", "running", "done", "failed", "cancelled"]
SignalSource = Literal["version", "champion", "recommendation", "formula"]
SimulationSort = Literal["newest", "annualReturn", "annualExcess", "sharpe", "deflatedSharpe", "drawdown"]

SIMULATION = "5b1c0d7e-3f58-4c7b-9d0e-2a1f4f7c3e11"
BATCH = "8c5f5a52-6a0b-4a53-9d1e-1f4a3c0d9f11"
NAME = "9f86d081" * 8
PAGE = {"page": 1, "pageSize": 20, "total": 1}
AXES = [{"field": "portfolio.maximumNames", "values": [3, 5, 10]}]
DOCUMENT = document_of(parse_simulation(None))

STATE = (
    "`queued` until Airflow begins it, then `running`; `done` with a result, `failed` without one: `error` "
    "has the reason; `cancelled` by a user"
)

SimulationDocument = Annotated[
    dict[str, Any], AsDocumentOf(SimulationConfig, lambda: document_of(parse_simulation(None)))
]
"""The document of a simulation, valid or not: its faults are reported by field."""

LabelWords = Annotated[
    str,
    BeforeValidator(lambda label: translated(localized_label(label)) if isinstance(label, str) else label),
]
"""The label of a simulation, which is stored in English."""

RequestName = Annotated[
    PlainText, Field(max_length=120, description="chosen by the user; it may be empty and need not be unique")
]


class GridAxis(RequestModel):
    """A field that a batch varies, and its values."""

    model_config = example(**AXES[0])

    field: PlainText = Field(max_length=60, description="its path in the document; `form` lists them")
    values: list[Any] = Field(min_length=1, max_length=MAX_SIMULATIONS)


class SimulationRequest(RequestModel):
    """The simulation to start."""

    model_config = example(name="Weekly, five stocks", document=DOCUMENT)

    name: RequestName = ""
    document: SimulationDocument = Field(description="fields that are left out have their defaults")


class BatchStart(RequestModel):
    """The batch to start: a simulation for each combination of the values."""

    model_config = example(name="How many stocks?", document=DOCUMENT, axes=AXES)

    name: RequestName = ""
    document: SimulationDocument = Field(description="what all simulations have in common")
    axes: list[GridAxis] = Field([], max_length=6)
    all_versions: bool = Field(
        False,
        description="also vary the signal over all model versions that have stored forecasts of the tickers",
    )


class StartedBatch(ApiModel):
    """The started simulations."""

    model_config = example(batchId=BATCH, simulations=1, simulationId=SIMULATION)

    batch_id: UUID
    simulations: int
    simulation_id: UUID = Field(description="the first one")


class PresetExample(ApiModel):
    """A named example of a simulation."""

    name: str
    title: Words
    description: Words
    document: SimulationDocument


class GridField(ApiModel):
    """A field that a batch may vary."""

    field: str = Field(description="its path in the document")
    title: StoredWords


class SimulationForm(ApiModel):
    """What a form of simulations is drawn from."""

    model_config = example(
        jsonSchema={"title": "Simulation", "type": "object"},
        presets=[{"name": "momentum", "title": "Momentum", "description": "...", "document": DOCUMENT}],
        gridFields=[{"field": "portfolio.maximumNames", "title": "Names"}],
        maxSimulations=MAX_SIMULATIONS,
    )

    json_schema: SchemaWithWords = Field(description="of the document, draft 2020-12, with titles and limits")
    presets: list[PresetExample]
    grid_fields: list[GridField]
    max_simulations: int = Field(description="of a batch")


class SimulationsQuery(PageQuery):
    """Filters, order and page of the simulations."""

    state: SimulationState | None = Field(None, description=STATE)
    signal: SignalSource | None = None
    batch_id: UUID | None = None
    owner: Annotated[PlainText, Field(max_length=100)] | None = Field(None, description="a user name")
    ticker: Annotated[PlainText, Field(max_length=12)] | None = Field(
        None, description="simulations that name it among their tickers"
    )
    search: Annotated[PlainText, Field(max_length=120)] | None = Field(
        None, description="text in the name or label, in either case"
    )
    sort: SimulationSort = Field("newest", description="highest first, drawdown lowest first")


ROW = {
    "simulationId": SIMULATION,
    "batchId": BATCH,
    "name": "How many stocks?",
    "label": "Names 5",
    "batchSize": 3,
    "owner": "ds1",
    "state": "done",
    "signal": "champion",
    "tickers": ["FPT"],
    "requestedAt": "2026-11-20T11:00:00Z",
    "startedAt": "2026-11-20T11:00:04Z",
    "endedAt": "2026-11-20T11:00:09Z",
    "firstSession": "2019-01-02",
    "lastSession": "2024-12-31",
    "annualReturn": 0.072,
    "annualExcess": 0.011,
    "sharpe": 0.41,
    "sharpeError": 0.33,
    "deflatedSharpe": 0.07,
    "drawdown": 0.31,
    "trades": 1252,
}


class SimulationRow(ApiModel):
    """A simulation in the list; figures are null without a result."""

    model_config = example(**ROW)

    simulation_id: UUID
    batch_id: UUID
    name: str = Field(description="of the request")
    label: LabelWords = Field(description="what distinguishes it in its batch; empty for one alone")
    batch_size: int
    owner: str = Field(description="user name; `airflow` for runs that Airflow started")
    state: SimulationState = Field(description=STATE)
    step: StoredWords | None = Field(None, description="what it does while it is running")
    error: StoredWords | None = Field(None, description="why it has no result")
    signal: SignalSource
    tickers: list[str] = Field(description="empty: the members of the VN30 in each session")
    requested_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    first_session: date | None
    last_session: date | None
    annual_return: float | None = Field(description="compound, by calendar days (CAGR), after costs")
    annual_excess: float | None = Field(description="mean return minus that of the same stocks held, by year")
    sharpe: float | None
    sharpe_error: float | None = Field(description="its standard error")
    deflated_sharpe: float | None = Field(
        description="below 0.95 the result could be luck of the trials of its family so far"
    )
    drawdown: float | None
    trades: int | None = Field(description="executions")


class SimulationList(ApiModel):
    """Simulations, in the requested order."""

    model_config = example(data=[ROW], meta=PAGE)

    data: list[SimulationRow]
    meta: PageMeta


class SimulationDetail(SimulationRow):
    """A simulation: its document, what it was made from, its figures and files."""

    model_config = example(
        **ROW,
        document=DOCUMENT,
        runName=NAME,
        resultHash=NAME,
        codeVersion=NAME,
        sources={"prices": NAME},
        knownAt="2026-11-20T11:00:05Z",
        asOf="2024-12-31",
        airflowRunId=f"api__{BATCH}",
        family="forecasts",
        figures=FIGURES,
        notes=["No forecasts before 2020-06-01."],
        overfitting=0.46,
        hasTrades=True,
        files=[],
    )

    document: SimulationDocument = Field(description="complete; starting it again makes a clone")
    run_name: str | None = Field(
        description="SHA-256 of document, code and data: simulations of one name have one result"
    )
    result_hash: str | None = Field(description="SHA-256 of executions and equity")
    code_version: str | None = Field(description="SHA-256 of the code that computes simulations")
    sources: dict[str, Any] | None = Field(description="what was read: hashes and versions")
    known_at: datetime | None = Field(description="it read what was stored at this time")
    as_of: date | None = Field(description="the newest session when it was made")
    airflow_run_id: str = Field(description="the run of `vn30_simulation` in Airflow")
    family: TrialFamily | None = Field(description=FAMILY)
    figures: SimulationFigures | None = Field(description="null without a result")
    notes: list[StoredWords] = Field(description="sentences about signals, bot and limits of the result")
    overfitting: float | None = Field(
        description="probability of back-test overfitting of its batch (PBO); null for one alone"
    )
    has_trades: bool = Field(
        description="false in batches of more than 50: start it alone for its trades and files"
    )
    files: list[ArtifactFile] = Field(description="links; empty once the files were deleted")


EQUITY = {
    "simulationId": SIMULATION,
    "sessions": ["2024-12-30", "2024-12-31"],
    "equity": [1_012_000_000.0, 1_013_500_000.0],
    "cash": [52_000_000.0, 52_000_000.0],
    "buyAndHold": [1_020_000_000.0, 1_021_000_000.0],
    "vn30": [1_310.2, 1_313.0],
    "regimes": ["quiet, bull", "quiet, bull"],
}


class SimulationEquity(ApiModel):
    """The account after each session beside its benchmarks; all arrays have the length of `sessions`."""

    model_config = example(**EQUITY)

    simulation_id: UUID
    sessions: list[date]
    equity: list[float] = Field(description="cash and shares, VND")
    cash: list[float] = Field(description="VND, also what has not arrived yet")
    buy_and_hold: list[float | None] = Field(description="the same stocks held, after costs, VND")
    vn30: list[float | None] = Field(description="closes in points; null without one")
    regimes: list[str] = Field(description="of the market after the session; empty text: unknown")


TRADE = {
    "number": 0,
    "session": "2019-01-03",
    "decided": "2019-01-02",
    "ticker": "FPT",
    "quantity": 4_500,
    "price": 42_150.0,
    "fee": 284_513,
    "tax": 0,
    "reason": "signal",
    "gain": 0,
}


class TradesQuery(PageQuery):
    """Filter and page of the executions."""

    page_size: int = Field(100, ge=1, le=1000)
    ticker: Annotated[PlainText, Field(max_length=12)] | None = None


class SimulationTrade(ApiModel):
    """One execution."""

    model_config = example(**TRADE)

    number: int = Field(description="in the order of execution, from 0")
    session: date
    decided: date = Field(description="the session after whose close it was decided; of a stop, its own")
    ticker: str
    quantity: int = Field(description="shares; below 0 a sale")
    price: float = Field(description="as traded, VND a share")
    fee: int = Field(description="VND")
    tax: int = Field(description="VND")
    reason: Literal["signal", "stop", "target", "delisted", "end"]
    opened: date | None = Field(None, description="when the oldest of the sold shares was bought")
    gain: int = Field(description="of a sale, VND after fees and tax")
    minute: str | None = Field(
        None, description="HH:MM in Vietnam; null of an execution by the daily bar", examples=["09:15"]
    )


class TradeList(ApiModel):
    """The executions of a simulation, oldest first."""

    model_config = example(data=[TRADE], meta=PAGE)

    data: list[SimulationTrade]
    meta: PageMeta


class ComparisonQuery(RequestModel):
    """The simulations to compare."""

    simulation_id: list[UUID] = Field(min_length=1, max_length=5, description="repeated, one to five times")


class DocumentDifference(ApiModel):
    """A field in which compared documents differ; `values` are in the order of the simulations."""

    field_path: str
    values: list[Any]


class ComparedSimulation(ApiModel):
    """A simulation in a comparison."""

    simulation: SimulationRow
    figures: SimulationFigures | None
    equity: SimulationEquity | None = Field(description="null without a result")


class Comparison(ApiModel):
    """Simulations side by side."""

    model_config = example(
        simulations=[{"simulation": ROW, "figures": FIGURES, "equity": EQUITY}],
        differences=[{"fieldPath": "portfolio.maximumNames", "values": [5, 10]}],
        isSamePeriod=True,
    )

    simulations: list[ComparedSimulation]
    differences: list[DocumentDifference]
    is_same_period: bool = Field(
        description="whether all have the same sessions: else figures do not compare"
    )


class CancelledSimulations(ApiModel):
    """What was cancelled."""

    model_config = example(batchId=BATCH, state="cancelled", stoppedInAirflow=True)

    batch_id: UUID
    state: Literal["cancelled"]
    stopped_in_airflow: bool = Field(
        description="false: other simulations of the batch go on, or Airflow does not respond and the task "
        "stops before its next simulation"
    )


BATCH_ROW = {
    "batchId": BATCH,
    "name": "How many stocks?",
    "owner": "ds1",
    "axes": AXES,
    "size": 3,
    "state": "done",
    "progressPct": 100.0,
    "done": 3,
    "failed": 0,
    "cancelled": 0,
    "requestedAt": "2026-11-20T11:00:00Z",
    "startedAt": "2026-11-20T11:00:04Z",
    "endedAt": "2026-11-20T11:00:14Z",
    "airflowRunId": f"api__{BATCH}",
    "overfitting": 0.46,
    "overfittingSplits": 12_870,
}


class SimulationBatch(ApiModel):
    """A batch and its progress; a single simulation is a batch of one."""

    model_config = example(**BATCH_ROW)

    batch_id: UUID
    name: str
    owner: str
    axes: list[GridAxis] = Field(description="the fields that differ; empty for one alone")
    size: int
    state: SimulationState = Field(description="`done` if at least one simulation has a result")
    error: StoredWords | None = Field(None, description="how many failed, or why none was started")
    progress_pct: float = Field(description="share of the simulations that have ended")
    done: int
    failed: int
    cancelled: int
    requested_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    airflow_run_id: str
    overfitting: float | None = Field(
        description="probability that the best simulation is at or below the median in other sessions (PBO); "
        "null for fewer than two over the same sessions"
    )
    overfitting_splits: int | None


class BatchList(ApiModel):
    """Batches, newest first."""

    model_config = example(data=[BATCH_ROW], meta=PAGE)

    data: list[SimulationBatch]
    meta: PageMeta


LEDGER_ROW = {
    "family": "forecasts",
    "trials": 120,
    "measured": 118,
    "meanSharpe": 0.21,
    "sharpeDeviation": 0.47,
    "bestSharpe": 1.3,
    "firstRecordedAt": "2026-10-02T08:00:00Z",
    "lastRecordedAt": "2026-11-20T11:00:09Z",
}


class TrialFamilyRow(ApiModel):
    """The trials of a family of signals: each simulation with a result once, deleted ones included."""

    model_config = example(**LEDGER_ROW)

    family: TrialFamily = Field(description=FAMILY)
    trials: int
    measured: int = Field(description="those that traded")
    mean_sharpe: float | None = Field(description="by year")
    sharpe_deviation: float | None = Field(description="standard deviation between the trials, by year")
    best_sharpe: float | None = Field(description="by year")
    first_recorded_at: datetime
    last_recorded_at: datetime


class Ledger(ApiModel):
    """The ledger of trials, by family."""

    model_config = example(families=[LEDGER_ROW])

    families: list[TrialFamilyRow]
