"""Sources of one-minute bars; :func:`open_minutes` returns the one that the settings select."""

from datetime import date
from pathlib import Path

from vn30.settings import PROJECT_ROOT, Settings
from vn30.sources.base import SourceError
from vn30.sources.intraday.base import MinuteSource


def open_minutes(settings: Settings, today: date) -> MinuteSource | None:
    """The source that ``VN30_MINUTE_SOURCE`` selects; by default the one that goes with the daily prices.

    Args:
        today: the platform's today; simulated minutes are adjusted for events up to it, as daily bars are.

    Returns:
        None: there are no minutes that go with ``VN30_PRICE_SOURCE``, a CSV or Yahoo.

    Raises:
        SourceError: the setting has none of the allowed forms.
    """
    # Each source imports libraries of its own: only those of the selected one are loaded.
    kind, _, rest = (settings.minute_source or settings.price_source).strip().partition(":")
    if kind == "sample" and not rest:
        from vn30.sources.intraday.sample import SampleMinutes

        return SampleMinutes(settings.sample_seed, today)
    if kind in ("vnstock", "dnse") and not rest:
        from vn30.sources.intraday.live import dnse_minutes, live_minutes

        return live_minutes(settings) if kind == "vnstock" else dnse_minutes(settings)
    if settings.minute_source is None:
        return None
    if kind == "csv" and rest:
        from vn30.sources.intraday.csv_file import CsvMinutes

        path = PROJECT_ROOT / Path(rest.strip()).expanduser()
        return CsvMinutes(path, settings.minute_csv_unit, settings.csv_max_mb)
    raise SourceError(
        f"VN30_MINUTE_SOURCE is {settings.minute_source!r}. It may be 'sample' (a simulated market), "
        "'vnstock' (VCI, KBS, then DNSE), 'dnse', or 'csv:<path>' (a CSV file with the columns "
        "symbol,time,open,high,low,close,volume)."
    )
