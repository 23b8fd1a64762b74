"""``python -m vn30.i18n.extract``: find the messages in the code, and update the catalogue."""

import ast
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from pkgutil import resolve_name

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from vn30.i18n.catalogue import catalogue_file
from vn30.i18n.json_schema import schema_texts
from vn30.i18n.language import LANGUAGES, Language

PACKAGES = ("api", "include/vn30", "plugins")
DAG_TEXTS = frozenset({"dag_display_name", "description"})
"""Arguments of ``@dag`` that users see."""
KEYWORDS = {"localized": 1, "marked": 1, "localized_plural": 2}
"""How many of a function's arguments are messages."""
SCHEMAS = {
    "include/vn30/training_config/json_schema.py": "vn30.training_config.json_schema:portable_schema",
    "include/vn30/backtesting/document.py": "vn30.backtesting.document:simulation_schema",
    "include/vn30/recommendations/profiles.py": "vn30.recommendations.profiles:profiles_schema",
}
"""The functions whose JSON schemas users see as forms, by their files. By name: they are of layers above."""
TEXTS = {
    "include/vn30/explanation/wording.py": "vn30.explanation.wording:OF_ONE_SESSION",
    "include/vn30/lake/datasets.py": "vn30.lake.datasets:MEANINGS",
}
"""Further texts that users see and that are no literals, by their files."""
WIDTH = 110


def template(root: Path) -> Catalog:
    """All messages of the code below ``root``, a checkout of the repository, with the files that have them.

    The texts of the schemas are those of the installed package, which is that of the checkout.
    """
    catalogue = Catalog(project="vn30", header_comment="# Texts of the server.", fuzzy=False)
    for file in _sources(root):
        place = file.relative_to(root).as_posix()
        for message in _messages(ast.parse(file.read_text())):
            # Without line numbers, which change with every edit.
            catalogue.add(message, locations=[(place, 0)])
    for file in sorted((root / "dags").glob("*.py")):
        for text in _dag_texts(ast.parse(file.read_text())):
            catalogue.add(text, locations=[(file.relative_to(root).as_posix(), 0)])
    for file in sorted((root / "include/vn30").rglob("templates/*.html")):
        with file.open("rb") as source:
            for _, _, arguments, _ in babel_extract(source, ["t"], (), {}):
                # The first one is the message; None stands for those that are no literals.
                argument = arguments[0] if isinstance(arguments, tuple) else arguments
                if argument is not None:
                    catalogue.add(argument, locations=[(file.relative_to(root).as_posix(), 0)])
    for place, function in SCHEMAS.items():
        for text in schema_texts(resolve_name(function)()):
            catalogue.add(text, locations=[(place, 0)])
    for place, texts in TEXTS.items():
        for text in resolve_name(texts):
            catalogue.add(text, locations=[(place, 0)])
    return catalogue


def stored_catalogue(language: Language) -> Catalog:
    """The catalogue of a language as it is stored; an empty one if there is none."""
    file = catalogue_file(language)
    if not file.exists():
        return Catalog(locale=language, project="vn30")
    with file.open("rb") as stored:
        return read_po(stored, locale=language)


def update(root: Path) -> None:
    """Add new messages, without a translation, to all catalogues, and remove those that the code lacks."""
    current = template(root)
    for language in LANGUAGES[1:]:
        catalogue = stored_catalogue(language)
        # A guess at a translation would be published unread.
        catalogue.update(current, no_fuzzy_matching=True, update_header_comment=True)
        catalogue.obsolete.clear()
        write(catalogue, catalogue_file(language))


def write(catalogue: Catalog, file: Path) -> None:
    """Store a catalogue, its messages in alphabetical order."""
    catalogue.fuzzy = False
    # A date would change with each update.
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 12, 1, tzinfo=UTC)
    written = io.BytesIO()
    write_po(written, catalogue, width=WIDTH, sort_output=True, include_lineno=False, omit_header=False)
    file.write_bytes(written.getvalue())


def _messages(tree: ast.Module) -> Iterator[str | tuple[str, ...]]:
    """The messages of a module, in its order; those within the values of others too, which Babel's own
    extraction does not see.

    Raises:
        ValueError: a message is no literal.
    """
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
            texts = tuple(map(ast.literal_eval, call.args[: KEYWORDS[call.func.id]]))
            yield texts if len(texts) > 1 else texts[0]


def _dag_texts(tree: ast.Module) -> Iterator[str]:
    """Name and description of the DAGs of a module, which must be literals."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "dag":
            for argument in call.keywords:
                if argument.arg in DAG_TEXTS:
                    yield ast.literal_eval(argument.value)


def _sources(root: Path) -> Iterator[Path]:
    for package in PACKAGES:
        for file in sorted((root / package).rglob("*.py")):
            if "i18n.localized" in file.read_text():
                yield file


if __name__ == "__main__":
    update(Path(__file__).parents[3])
