"""``python -m vn30.i18n.extract``: find the messages in the code, and update the "
"catalogue of translations."""

import ast
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from vn30.i18n.catalogue import catalogue_file
from vn30.i18n.language import LANGUAGES, Language

PACKAGES = ("api", "include/vn30", "plugins")
KEYWORDS = {"localized": 1, "marked": 1, "localized_plural": 2}
"""How many of a function's arguments are messages."""
WIDTH = 110


def template(root: Path) -> Catalog:
    """All messages of the code below ``root``, a checkout of the repository, with the files "
    "that have them."""
    catalogue = Catalog(project="vn30", header_comment="# Texts of the server.", fuzzy=False)
    for file in _sources(root):
        place = file.relative_to(root).as_posix()
        for message in _messages(ast.parse(file.read_text())):
            # Without line numbers, which change with every edit.
            catalogue.add(message, locations=[(place, 0)])
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


def _sources(root: Path) -> Iterator[Path]:
    for package in PACKAGES:
        for file in sorted((root / package).rglob("*.py")):
            if "i18n.localized" in file.read_text():
                yield file


if __name__ == "__main__":
    update(Path(__file__).parents[3])
