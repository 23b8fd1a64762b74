"""What a configuration of bars within sessions cannot have, since it is of whole sessions."""

from vn30.config_part import fault
from vn30.features.indicator_config import IndicatorConfig
from vn30.i18n.localized import joined, localized
from vn30.market.timeframes import DAYS, Timeframe
from vn30.models.base import TargetKind
from vn30.models.registry import ModelsConfig
from vn30.training_config.selection import SelectionConfig


def check_timeframe(
    timeframe: Timeframe,
    kind: TargetKind,
    indicators: IndicatorConfig,
    selection: SelectionConfig,
    models: ModelsConfig,
) -> None:
    """Raise a fault of the document if something in it needs the timeframe 1d."""
    if timeframe == DAYS:
        return
    needs = localized("needs the timeframe 1d, and targets.timeframe is {timeframe}", timeframe=timeframe)
    if indicators.uses_minutes():
        raise fault(
            "indicators.sessionMinutes",
            localized("{needs}: it measures whole sessions. Set it to null", needs=needs),
        )
    if kind == "direction":
        raise fault("targets.kind", joined(" ", "direction", needs))
    if selection.parent is not None:
        # A selection is dated by its session; a fold within that session could see outcomes of it.
        raise fault("selection.parent", localized("{needs}. Set it to null", needs=needs))
    if models.compares_lambdarank():
        raise fault("models.pooled.lambdaRank", localized("{needs}. Turn it off", needs=needs))
