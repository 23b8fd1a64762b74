"""Where daily bars come from: :func:`open_source` gives the one that the settings name."""

from pathlib import Path

from vn30.settings import PROJECT_ROOT, Settings
from vn30.sources.base import PriceSource, SourceError


def open_source(settings: Settings) -> PriceSource:
    """The source that ``VN30_PRICE_SOURCE`` names; relative CSV paths start at the project's root.

    Raises:
        SourceError: it names none.
    """
    # Each source loads libraries of its own; a process pays for the one it uses.
    kind, _, rest = settings.price_source.strip().partition(":")
    if kind == "sample" and not rest:
        from vn30.sources.sample import SampleSource

        return SampleSource(settings.sample_seed)
    paths = [PROJECT_ROOT / Path(path.strip()).expanduser() for path in rest.split(",") if path.strip()]
    if kind == "csv" and paths:
        from vn30.sources.csv_file import CsvSource

        return CsvSource(paths[0], settings.csv_price_unit, *paths[1:])
    if kind in ("vnstock", "yahoo") and not rest:
        from vn30.sources.live import live_prices, yahoo_prices

        return live_prices(settings) if kind == "vnstock" else yahoo_prices(settings)
    raise SourceError(
        f"VN30_PRICE_SOURCE is {settings.price_source!r}. It may be 'sample' (a simulated market), "
        "'csv:<path>' (CSV or CSV.gz files of symbol,date,open,high,low,close,volume, separated by commas) "
        "'vnstock' (live prices) or 'yahoo' (live prices of Yahoo alone, without index series)."
    )
