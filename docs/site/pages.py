"""The pages of the site: those of the repository at their own paths, and the files that they link to."""

import re
import shutil
from pathlib import Path

from vn30.settings import PROJECT_ROOT

FOLDERS = ("docs", "examples", "frontend")
"""Folders that have pages beside those at the root."""

_LINK = re.compile(r"(\]\()(?!https?:|#)([^)\s#]+)")
_LANGUAGES = {".py": "python", ".sql": "sql", ".toml": "toml", ".json": "json", ".md": "markdown"}
_PICTURES = {".png", ".svg", ".webm"}


def sources() -> list[Path]:
    """The pages of the repository, below its root."""
    nested = [
        page
        for folder in FOLDERS
        for page in (PROJECT_ROOT / folder).glob("*.md" if folder != "docs" else "**/*.md")
    ]
    return sorted(page.relative_to(PROJECT_ROOT) for page in (*PROJECT_ROOT.glob("*.md"), *nested))


def write_pages(target: Path) -> None:
    """Copy all pages below ``target``. A link to a file of code leads to a page with its text.

    Raises:
        FileNotFoundError: a link leads to nothing.
    """
    pages = sources()
    for page in pages:
        text = (PROJECT_ROOT / page).read_text()
        copy = target / page
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(_LINK.sub(lambda link, page=page: link[1] + _address(page, link[2], target), text))


def _address(page: Path, link: str, target: Path) -> str:
    """The address of ``link`` on the site, whose page is written if it is a file of code."""
    linked = (PROJECT_ROOT / page.parent / link).resolve()
    path = linked.relative_to(PROJECT_ROOT)
    if linked.suffix == ".md":
        return link
    if linked.suffix in _PICTURES:
        (target / path.parent).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(linked, target / path)
        return link
    if linked.is_dir():
        files = sorted(one for one in linked.iterdir() if one.is_file())
        for one in files:
            _write_code(one, target)
        listed = "".join(f"- [`{one.name}`]({one.name}.md)\n" for one in files)
        (target / path / "index.md").write_text(f"# `{path}`\n\n{listed}")
        return f"{link.rstrip('/')}/index.md"
    _write_code(linked, target)
    return f"{link}.md"


def _write_code(file: Path, target: Path) -> None:
    path = file.relative_to(PROJECT_ROOT)
    page = target / path.parent / f"{path.name}.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    language = _LANGUAGES.get(file.suffix, "text")
    # The search leads to the explanation, not to the code that it explains.
    page.write_text(
        f"---\nsearch:\n  exclude: true\n---\n\n# `{path}`\n\n`````{language}\n{file.read_text()}`````\n"
    )
