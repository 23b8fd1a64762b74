"""The settings of the tests' own process, while it does what a task does."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from vn30.database.warehouse import engine
from vn30.settings import get_settings


@contextmanager
def on_database(url: str) -> Iterator[None]:
    """This process reads and writes the database at ``url``, as a task does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VN30_DATABASE_URL", url)
        get_settings.cache_clear()
        engine.cache_clear()
        yield
        engine().dispose()
    engine.cache_clear()
    get_settings.cache_clear()
