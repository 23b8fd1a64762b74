"""The drawn data model is that of the schema."""

from collections.abc import Callable

from docs.data_model import PAGE, page
from vn30.database.warehouse import make_engine
from vn30.settings import Settings


def test_the_page_is_what_the_schema_draws(make_database: Callable[..., str]) -> None:
    engine = make_engine(Settings(database_url=make_database("docs")))
    drawn = page(engine)
    engine.dispose()
    assert PAGE.read_text() == drawn, "the schema has changed: run `make docs`"
