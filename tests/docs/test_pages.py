"""What the pages name is there: settings, other pages and their sections."""

import re
from pathlib import Path

import pytest
from airflow.configuration import conf

from vn30.alerts.kinds import KINDS
from vn30.settings import PROJECT_ROOT, Settings

PAGES = [*sorted(PROJECT_ROOT.glob("*.md")), *sorted((PROJECT_ROOT / "docs").rglob("*.md"))]
FILES = [
    *PAGES,
    PROJECT_ROOT / ".env.example",
    PROJECT_ROOT / "docker-compose.yaml",
    *sorted((PROJECT_ROOT / "deploy").rglob("*.env")),
    *sorted((PROJECT_ROOT / "deploy").rglob("*.yaml")),
]
OURS = {f"VN30_{name.upper()}" for name in Settings.model_fields}
NOT_FIELDS = {"VN30_ENV_FILE", "VN30_SECRETS_DIR", "VN30_REAL_DATA"}
"""Where settings are read from, and where tests find real prices."""
OF_AIRFLOW = ("Admin", "Variables", "Edit Variable")
"""Labels of Airflow's own pages that the tutorial names."""


def settings_of_airflow() -> set[str]:
    return {
        f"AIRFLOW__{section}__{option}".upper().replace(".", "_")
        for section, described in conf.configuration_description.items()
        for option in described["options"]
    }


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def test_each_setting_of_airflow_that_is_named_exists() -> None:
    known = settings_of_airflow()
    for file in FILES:
        named = re.findall(r"\bAIRFLOW__[A-Z0-9]\w*?__[A-Z0-9_]+\b", file.read_text())
        unknown = {name for name in named if name.removesuffix("_CMD") not in known}
        assert not unknown, file.name


def test_settings() -> None:
    """Each named setting exists, and every setting is on its page."""
    of_compose = set(re.findall(r"\$\{(VN30_\w+)", (PROJECT_ROOT / "docker-compose.yaml").read_text()))
    for file in FILES:
        unknown = set(re.findall(r"\bVN30_[A-Z0-9_]+\b", file.read_text())) - OURS - NOT_FIELDS - of_compose
        assert not unknown, file.name
    assert {
        name for name in OURS if f"`{name}`" not in (PROJECT_ROOT / "docs/settings.md").read_text()
    } == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links(page: Path) -> None:
    """Each link leads to a page or a section that is there."""
    links = re.findall(r"\]\((?!https?:)([^)\s#]*)(?:#([^)\s]*))?\)", page.read_text())
    for name, section in links:
        target = page.parent / name if name else page
        assert target.exists(), name
        assert not section or section in anchors(target), (name, section)


def test_what_to_do_when() -> None:
    """Each kind of alert has its section of the runbook, and each error code of the API a line."""
    page = (PROJECT_ROOT / "docs/what-to-do-when.md").read_text()
    for name, kind in KINDS.items():
        assert f"`{name}`" in page
        assert f"](runbook.md#{kind.anchor})" in page
    sources = "\n".join(path.read_text() for path in (PROJECT_ROOT / "api").rglob("*.py"))
    codes = set(re.findall(r'HTTPStatus\.[A-Z_]+,\s*"([a-z_]+)"', sources))
    codes |= {f"{part}_unavailable" for part in re.findall(r'_unavailable\("([a-z]+)"', sources)}
    assert len(codes) > 80
    assert {code for code in codes if f"`{code}`" not in page} == set()


def test_the_architecture_names_every_package() -> None:
    page = (PROJECT_ROOT / "docs/architecture.md").read_text()
    library = PROJECT_ROOT / "include" / "vn30"
    packages = {path.name.removesuffix(".py") for path in library.iterdir() if not path.name.startswith("_")}
    assert {name for name in packages if f"`{name}`" not in page} == set()


def test_the_records_of_decisions_are_indexed_and_complete() -> None:
    folder = PROJECT_ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text()
    records = sorted(folder.glob("[0-9]*.md"))
    assert [record.name[:4] for record in records] == [f"{n:04d}" for n in range(1, len(records) + 1)]
    for record in records:
        text = record.read_text()
        assert f"]({record.name})" in index
        for part in ("**Context.**", "**Decision.**", "**Consequences.**", "reasonably do instead"):
            assert part in text, (record.name, part)


def test_labels_of_tutorial() -> None:
    """Bold words of the tutorial are labels of the app, of its schema, or of Airflow's pages."""
    tutorial = (PROJECT_ROOT / "docs/tutorial.md").read_text()
    screens = [
        *(PROJECT_ROOT / "frontend" / "src").rglob("*.ts*"),
        *(PROJECT_ROOT / "include" / "vn30").rglob("*.py"),
    ]
    shown = "\n".join(path.read_text() for path in screens) + "\n".join(OF_AIRFLOW)
    labels = [" ".join(label.split()) for label in re.findall(r"\*\*([^*]+)\*\*", tutorial)]
    assert labels
    assert [label for label in labels if label not in shown] == []
