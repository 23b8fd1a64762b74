"""A source of prices in a Python file outside the package."""

import hashlib
import importlib.util
import sys
from pathlib import Path

from vn30.settings import Settings
from vn30.sources.base import PriceSource, SourceError


def source_of_file(path: Path, settings: Settings) -> PriceSource:
    """What the function ``open_source`` of the file returns for ``settings``.

    Raises:
        SourceError: there is no such file, it cannot be imported, or its function is missing or returns no
            source; the message names the file and what is wrong.
    """
    if not path.is_file():
        raise SourceError(f"VN30_PRICE_SOURCE names {path}, which is no file.")
    # A name of its own, under which classes and dataclasses of the file find their module.
    name = f"vn30_source_{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise SourceError(f"{path} is no Python file: its name has to end in .py.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
        source = module.open_source(settings)
    except SourceError:
        raise
    except Exception as error:
        raise SourceError(
            f"{path} cannot be used as a source of prices: {type(error).__name__}: {error}. It needs a "
            "function open_source(settings) that returns one: docs/extending.md, A source of prices."
        ) from error
    missing = sorted(name for name in _NEEDED if not hasattr(source, name))
    if missing:
        raise SourceError(
            f"What open_source of {path} returns lacks {', '.join(missing)}. The class PricesOnly of "
            "vn30.sources.prices_only has defaults for all but name and daily_bars."
        )
    return source  # type: ignore[no-any-return]  # Its members are checked above.


_NEEDED = {name for name in vars(PriceSource) if not name.startswith("_")} | set(PriceSource.__annotations__)
