"""Where daily bars come from: :func:`open_source` gives the one that the settings name."""

from pathlib import Path

from vn30.settings import PROJECT_ROOT, Settings
from vn30.sources.base import PriceSource, SourceError


def open_source(settings: Settings) -> PriceSource:
    """The source that ``VN30_PRICE_SOURCE`` names; a relative CSV path starts at the project's root.

    Raises:
        SourceError: it names none.
    """
    # Each source loads libraries of its own; a process pays for the one it uses.
    kind, _, path = settings.price_source.strip().partition(":")
    if kind == "sample" and not path:
        from vn30.sources.sample import SampleSource

        return SampleSource(settings.sample_seed)
    if kind == "csv" and path.strip():
        from vn30.sources.csv_file import CsvSource

        return CsvSource(PROJECT_ROOT / Path(path.strip()).expanduser(), settings.csv_price_unit)
    if kind == "vnstock" and not path:
        from vn30.sources.live import live_prices

        return live_prices(settings)
    raise SourceError(
        f"VN30_PRICE_SOURCE is {settings.price_source!r}. It may be 'sample' (a simulated market), "
        "'csv:<path>' (a CSV or CSV.gz file of symbol,date,open,high,low,close,volume) or 'vnstock' "
        "(live prices)."
    )
