"""Versions that were saved before a model or an indicator existed."""

from typing import Any

from vn30.database.warehouse import transaction
from vn30.training_config.document import parse_config
from vn30.training_config.versions import document_of, record_version, save_version


def test_new_field_makes_no_version(platform: Any) -> None:
    """A field that is newer than the version makes no new one."""
    document = document_of(parse_config({"scaling": "none"}))
    older = {**document, "models": {k: v for k, v in document["models"].items() if k != "elasticNet"}}
    with transaction() as connection:
        first = save_version(connection, older, "airflow")
        assert record_version(connection, document).number == first.number
        changed = document_of(parse_config({"models": {"elasticNet": {"enabled": True}}}))
        assert record_version(connection, changed).number == first.number + 1
