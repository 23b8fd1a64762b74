"""Sources of daily bars; :func:`open_source` returns the one that the settings select."""

from pathlib import Path

from vn30.settings import PROJECT_ROOT, Settings
from vn30.sources.base import PriceSource, SourceError


def open_source(settings: Settings) -> PriceSource:
    """The source that ``VN30_PRICE_SOURCE`` selects; relative paths start at the project's root.

    Raises:
        SourceError: the setting has none of the allowed forms, another number of files than units, or a
            Python file that gives no source.
    """
    # Each source imports libraries of its own: only those of the selected one are loaded.
    kind, _, rest = settings.price_source.strip().partition(":")
    if kind == "sample" and not rest:
        from vn30.sources.sample.source import SampleSource

        return SampleSource(settings.sample_seed)
    paths = [PROJECT_ROOT / Path(path.strip()).expanduser() for path in rest.split(",") if path.strip()]
    if kind == "csv" and paths:
        return _csv_source(settings, paths)
    if kind == "python" and rest.strip():
        from vn30.sources.python_file import source_of_file

        return source_of_file(PROJECT_ROOT / Path(rest.strip()).expanduser(), settings)
    if kind in ("vnstock", "yahoo") and not rest:
        from vn30.sources.live import live_prices, yahoo_prices

        return live_prices(settings) if kind == "vnstock" else yahoo_prices(settings)
    raise SourceError(
        f"VN30_PRICE_SOURCE is {settings.price_source!r}. It may be 'sample' (a simulated market), "
        "'csv:<path>' (one or more CSV or CSV.gz files, separated by commas, with the columns "
        "symbol,date,open,high,low,close,volume), 'vnstock' (live prices), 'yahoo' (live prices of Yahoo "
        "alone, without index series) or 'python:<path>' (a source of your own)."
    )


def _csv_source(settings: Settings, paths: list[Path]) -> PriceSource:
    from vn30.sources.csv.files import MEGABYTE, CsvFile
    from vn30.sources.csv.source import CsvSource

    units = settings.csv_price_unit
    if len(units) not in (1, len(paths)):
        raise SourceError(
            f"VN30_CSV_PRICE_UNIT has {len(units)} units and VN30_PRICE_SOURCE {len(paths)} files: give one "
            "unit, or one for each file, in the order of the files and separated by commas."
        )
    each = units if len(units) > 1 else units * len(paths)
    return CsvSource(
        *(CsvFile(path, unit, settings.csv_max_mb * MEGABYTE) for path, unit in zip(paths, each, strict=True))
    )
