"""Platforms that a module prepares once, and of which each test gets a copy."""

from collections.abc import Callable

import pytest

from tests.integration.conftest import Platform
from vn30.database import warehouse

Prepare = Callable[[Platform], None]


@pytest.fixture(scope="module")
def prepared() -> dict[Prepare, tuple[str, str]]:
    """Database and store that each function has prepared."""
    return {}


@pytest.fixture
def prepared_platform(
    open_platform: Callable[..., Platform],
    make_database: Callable[..., str],
    tmp_path_factory: pytest.TempPathFactory,
    prepared: dict[Prepare, tuple[str, str]],
) -> Callable[[Prepare], Platform]:
    """``prepared_platform(prepare) -> Platform``: as ``prepare(platform)``, run once a module, leaves one.

    The database is a copy. The store is that of all tests, which may add files of other runs to it.
    """

    def copy(prepare: Prepare) -> Platform:
        if prepare not in prepared:
            database, store = make_database("prepared"), tmp_path_factory.mktemp("prepared").as_uri()
            prepare(open_platform(database_url=database, artifact_store=store))
            warehouse.engine().dispose()
            prepared[prepare] = database, store
        database, store = prepared[prepare]
        return open_platform(database_url=make_database("platform", like=database), artifact_store=store)

    return copy
