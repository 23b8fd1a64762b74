"""The training configuration: a validated document with all settings of a training run."""

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Literal, get_args

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import ErrorDetails

from vn30.config_part import ConfigPart, Fault, fault
from vn30.errors import WrongInput
from vn30.features.cross_section import cross_section_names
from vn30.features.definitions import rank_twins
from vn30.features.indicator import MAX_WINDOW
from vn30.features.indicator_config import IndicatorConfig
from vn30.features.panel import feature_names
from vn30.i18n.localized import joined, localized
from vn30.i18n.validation import fault_message
from vn30.market.timeframes import SESSION_BARS, Timeframe
from vn30.market.universe import UnknownTicker, check_tickers
from vn30.model_selection.splits import TooLittleData, chronological_split
from vn30.models.base import Scaling, TargetColumn, TargetKind
from vn30.models.registry import ModelsConfig
from vn30.training_config.ensemble import EnsembleConfig, check_members
from vn30.training_config.selection import SelectionConfig, check_features
from vn30.training_config.target_models import check_target
from vn30.training_config.timeframe import check_timeframe

Horizon = Literal[7, 15, 30]

_BOM = "\ufeff"

MAX_FAULTS = 100
"""The maximum number of reported faults; a document of 1 MB can have 100,000."""


class InvalidConfig(WrongInput):
    """A training configuration is invalid; ``faults`` contains the first MAX_FAULTS faults."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        lines = [f"- {path or 'document'}: {message}" for path, message in faults]
        super().__init__("The training configuration is invalid:\n" + "\n".join(lines))


class UniverseConfig(ConfigPart, title="Stock universe"):
    """The tickers to train."""

    use_all_vn30: bool = Field(
        True,
        alias="useAllVn30",
        title="Use all VN30",
        description="the members of the VN30 on the session that a run is for",
    )
    tickers: tuple[str, ...] = Field(
        (),
        title="Tickers",
        description="the selection when useAllVn30 is off",
        json_schema_extra={"uniqueItems": True},
    )

    def selected(self, members: Sequence[str]) -> tuple[str, ...]:
        """The tickers to train. ``members`` are the VN30 members on the session that the run is for."""
        return tuple(members) if self.use_all_vn30 else self.tickers

    @field_validator("tickers")
    @classmethod
    def _are_known(cls, tickers: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        try:
            return check_tickers(tickers, info.context or ())
        except UnknownTicker as error:
            raise fault("", str(error)) from error

    @model_validator(mode="after")
    def _something_is_selected(self) -> "UniverseConfig":
        if not self.use_all_vn30 and not self.tickers:
            raise fault("tickers", localized("select at least one ticker, or turn useAllVn30 on"))
        return self


class DataWindowConfig(ConfigPart, title="Data window"):
    """The sessions that models are trained and tested on. Indicators may use earlier bars.

    Sessions are the trading days of HOSE: weekends and Vietnamese holidays do not count.
    """

    mode: Literal["last_n", "range"] = Field(
        "last_n", title="Mode", description="last_n: the newest sessions; range: those from start to end"
    )
    last_sessions: int = Field(
        2500, ge=100, le=5000, title="Last N sessions", description="trading sessions, for mode last_n"
    )
    start: date | None = Field(None, title="From", description="first session, for mode range")
    end: date | None = Field(
        None, title="To", description="last session, for mode range; null: the newest one"
    )
    skip_refetch: bool = Field(
        True,
        title="Skip re-fetch (use DB)",
        description="on: use the prices in the database; off: a run for today first crawls missing prices",
    )

    @model_validator(mode="after")
    def _range_is_in_order(self) -> "DataWindowConfig":
        if self.mode == "range" and self.start is None:
            raise fault("start", localized("is needed when mode is range"))
        if self.start and self.end and self.start >= self.end:
            raise fault(
                "end", localized("must be after start ({start}), got {end}", start=self.start, end=self.end)
            )
        return self


class TargetConfig(ConfigPart, title="Target and splits"):
    """The forecast horizons and the split of the rows. Horizons and windows count bars of the timeframe.

    The lookback window limits the lagged returns among the features: the last five daily log returns, then
    cumulative log returns over 10, 20, 40, ... sessions up to the window.
    """

    horizons: tuple[Horizon, ...] = Field(
        (7, 15, 30),
        min_length=1,
        title="Horizons",
        description="forecast horizons, in sessions; of another timeframe than 1d, in its bars",
        json_schema_extra={"uniqueItems": True},
    )
    timeframe: Timeframe = Field(
        "1d",
        title="Timeframe",
        description="the bars that models learn from: sessions (1d), hours (1h) or half sessions (half). "
        "Those within sessions are made of stored minutes, and are research",
    )
    kind: TargetKind = Field(
        "logReturn",
        title="Target",
        description="what the models learn; the scores are of prices for each. direction: whether the price "
        "rises, by classifiers",
    )
    column: TargetColumn = Field(
        "close",
        title="Price",
        description="the price that is forecast, from the last close. Others than the close are research",
    )
    lookback_window: int = Field(
        60,
        ge=5,
        le=MAX_WINDOW,
        title="Lookback window",
        description="look-back of the lagged returns, in sessions",
    )
    train_pct: int = Field(
        80, ge=50, le=95, title="Train %", description="share of the window before the first test session"
    )
    test_pct: int = Field(20, ge=5, le=50, title="Test %", description="the rest of the window; together 100")

    @model_validator(mode="after")
    def _parts_make_a_whole(self) -> "TargetConfig":
        if len(set(self.horizons)) < len(self.horizons):
            raise fault("horizons", localized("must not repeat a horizon"))
        if self.train_pct + self.test_pct != 100:
            raise fault(
                "testPct",
                localized(
                    "trainPct and testPct must add up to 100, got {total}",
                    total=self.train_pct + self.test_pct,
                ),
            )
        return self


class ReproducibilityConfig(ConfigPart, title="Reproducibility"):
    """The same prices, configuration and seed give the same forecasts."""

    seed: int = Field(
        42, ge=0, le=2**32 - 1, title="Random seed", description="of the models that draw random samples"
    )


class TrainingConfig(ConfigPart, title="Training configuration"):
    """All inputs of a training run except the prices."""

    universe: UniverseConfig = UniverseConfig()
    data_window: DataWindowConfig = DataWindowConfig()
    indicators: IndicatorConfig = IndicatorConfig()
    targets: TargetConfig = TargetConfig()
    models: ModelsConfig = ModelsConfig()
    scaling: Scaling = Field(
        "standard",
        title="Scaling",
        description="standard: StandardScaler, fitted on training rows alone; SVR and Ridge need it",
    )
    selection: SelectionConfig = SelectionConfig()
    ensemble: EnsembleConfig = EnsembleConfig()
    reproducibility: ReproducibilityConfig = ReproducibilityConfig()

    @model_validator(mode="after")
    def _window_is_long_enough(self) -> "TrainingConfig":
        if self.data_window.mode == "last_n":
            longest = max(self.targets.horizons)
            try:
                bars = self.data_window.last_sessions * SESSION_BARS[self.targets.timeframe]
                chronological_split(bars - longest, self.targets.train_pct / 100, longest)
            except TooLittleData as error:
                raise fault("dataWindow.lastSessions", str(error)) from error
        return self

    @model_validator(mode="after")
    def _packages_are_installed(self) -> "TrainingConfig":
        # The check is on the document, since pydantic does not validate the defaults of a section.
        for section, parts in (("models", self.models), ("indicators", self.indicators)):
            for field, reason in parts.unavailable():
                raise fault(f"{section}.{field}", reason)
        return self

    @model_validator(mode="after")
    def _models_fit_the_target(self) -> "TrainingConfig":
        check_target(self.targets.kind, self.models)
        return self

    @model_validator(mode="after")
    def _timeframe_is_supported(self) -> "TrainingConfig":
        targets = self.targets
        check_timeframe(targets.timeframe, targets.kind, self.indicators, self.selection, self.models)
        return self

    @model_validator(mode="after")
    def _weights_are_of_members(self) -> "TrainingConfig":
        check_members(self.ensemble, self.models)
        return self

    @model_validator(mode="after")
    def _selected_features_exist(self) -> "TrainingConfig":
        shape = (self.indicators, self.targets.lookback_window)
        twins = rank_twins(*shape)
        ranks = [name for name in cross_section_names() if name not in twins]
        check_features(self.selection, feature_names(*shape), ranks)
        return self


def parse_config(document: Any, also_known: Collection[str] = ()) -> TrainingConfig:
    """Validate a configuration document; missing sections and fields have their defaults.

    Args:
        document: JSON text or the decoded document.
        also_known: further accepted tickers, see :func:`vn30.market.universe.check_tickers`.

    Raises:
        InvalidConfig: the document has faults; the exception has one per invalid field.
    """
    try:
        text = document if isinstance(document, str | bytes) else json.dumps(document)
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidConfig([Fault("", localized("is not JSON: {error}", error=error))]) from error
    # Editors of Windows write a byte order mark, which is not JSON.
    text = text.removeprefix(_BOM) if isinstance(text, str) else text.removeprefix(_BOM.encode())
    try:
        # Strict JSON mode: "7" and true are not numbers, but a date may be a string.
        return TrainingConfig.model_validate_json(text, strict=True, context=also_known)
    except ValidationError as error:
        raise InvalidConfig(_faults(error)) from error


def default_document() -> dict[str, Any]:
    """The default configuration as a JSON document."""
    return TrainingConfig().model_dump(mode="json", by_alias=True)


def _faults(error: ValidationError) -> list[Fault]:
    messages: dict[str, list[str]] = {}
    errors = error.errors()
    for details in errors[:MAX_FAULTS]:
        path, message = _fault(details)
        messages.setdefault(path, []).append(message)
    if len(errors) > MAX_FAULTS:
        messages.setdefault("", []).append(f"and {len(errors) - MAX_FAULTS} more faults")
    # A field with a union type has one error per type.
    return [Fault(path, joined(localized(", or "), *texts)) for path, texts in messages.items()]


def _fault(details: ErrorDetails) -> Fault:
    section: type[ConfigPart] | None = TrainingConfig
    path: list[str] = []
    known: list[str] = []
    for part in details["loc"]:
        if section is None and not isinstance(part, int):
            break
        path.append(str(part))
        if section is not None:
            fields = {field.alias: field.annotation for field in section.model_fields.values()}
            known = [str(alias) for alias in fields]
            section = _section(fields.get(str(part)))
    if details["type"] == "extra_forbidden":
        return Fault(
            ".".join(path), localized("is not a known field; known are {known}", known=", ".join(known))
        )
    if below := details.get("ctx", {}).get("field_path"):
        path.append(below)
    return Fault(".".join(path), fault_message(details))


def _section(annotation: Any) -> type[ConfigPart] | None:
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, ConfigPart):
            return candidate
    return None
