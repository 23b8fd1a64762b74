"""What the pages name is there: settings, other pages and their sections."""

import json
import re
import shlex
from datetime import date
from pathlib import Path

import pytest
from airflow.cli.cli_parser import get_parser
from airflow.configuration import conf

from vn30.alerts.kinds import KINDS
from vn30.market.bars import BAR_COLUMNS
from vn30.portfolio.statement.columns import read_statement
from vn30.portfolio.statement.reading import understand
from vn30.settings import PROJECT_ROOT, Settings
from vn30.sources import open_source

PAGES = [*sorted(PROJECT_ROOT.glob("*.md")), *sorted((PROJECT_ROOT / "docs").rglob("*.md"))]
FILES = [
    *PAGES,
    PROJECT_ROOT / ".env.example",
    PROJECT_ROOT / "docker-compose.yaml",
    *sorted((PROJECT_ROOT / "deploy").rglob("*.env")),
    *sorted((PROJECT_ROOT / "deploy").rglob("*.yaml")),
]
OURS = {f"VN30_{name.upper()}" for name in Settings.model_fields}
NOT_FIELDS = {"VN30_ENV_FILE", "VN30_SECRETS_DIR", "VN30_REAL_DATA", "VN30_PSEUDO", "VN30_WALK"}
"""Where settings are read from, where tests find real prices, a build of the app, languages to try."""
TUTORIALS = sorted((PROJECT_ROOT / "docs").glob("tutorial*.md"))
OF_AIRFLOW = ("Admin", "Variables", "Edit Variable")
"""Labels of Airflow's own pages that the tutorial names."""


def settings_of_airflow() -> set[str]:
    return {
        f"AIRFLOW__{section}__{option}".upper().replace(".", "_")
        for section, described in conf.configuration_description.items()
        for option in described["options"]
    }


def snippets(page: Path, language: str) -> list[str]:
    """The blocks of code of a page that are marked as this language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)


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


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_labels_of_tutorials(page: Path) -> None:
    """Bold words of the tutorials are labels of the app, of its schema, or of Airflow's pages."""
    screens = [
        *(PROJECT_ROOT / "frontend" / "src").rglob("*.ts*"),
        *(PROJECT_ROOT / "frontend" / "messages" / "en").glob("*.json"),
        *(PROJECT_ROOT / "include" / "vn30").rglob("*.py"),
    ]
    shown = "\n".join(path.read_text() for path in screens) + "\n".join(OF_AIRFLOW)
    labels = [" ".join(label.split()) for label in re.findall(r"\*\*([^*]+)\*\*", page.read_text())]
    assert labels or page.stem == "tutorial"
    assert [label for label in labels if label not in shown] == []


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_commands_of_tutorials(page: Path) -> None:
    """Targets are in the Makefile, and Airflow's own parser reads its commands and their JSON."""
    targets = re.findall(r"^([a-z-]+):", (PROJECT_ROOT / "Makefile").read_text(), re.MULTILINE)
    for block in snippets(page, "sh"):
        for line in block.splitlines():
            (target,) = re.findall(r"\bmake (?:-s )?([a-z-]+)", line)
            assert target in targets, line
            if target == "airflow":
                command = shlex.split(shlex.split(line)[-1].removeprefix("ARGS="))
                read = get_parser().parse_args(command)
                json.loads(getattr(read, "conf", None) or read.value)


def test_files_of_tutorials(tmp_path: Path) -> None:
    """The statement of a broker and the prices are read by the readers that the app and the crawler use."""
    (statement,) = snippets(PROJECT_ROOT / "docs/tutorial-investors.md", "csv")
    lines = understand(read_statement(statement.encode())).lines
    assert [line.transaction.kind for line in lines if line.transaction] == ["buy", "buy", "sell"]
    assert [line.reason for line in lines if not line.transaction] == []
    (prices,) = snippets(PROJECT_ROOT / "docs/tutorial-operators.md", "csv")
    file = tmp_path / "prices.csv"
    file.write_text(prices)
    source = open_source(Settings(price_source=f"csv:{file}", csv_price_unit=("kVND",)))
    days = date(2024, 6, 27), date(2024, 6, 28)
    bars = source.daily_bars("FPT", *days)
    assert bars["close"].tolist() == [130_900, 130_200]
    # The class of the tutorial gives the same prices, in the columns that every source has.
    (text,) = snippets(PROJECT_ROOT / "docs/tutorial-operators.md", "python")
    (tmp_path / "my_source.py").write_text(text)
    own = open_source(Settings(price_source=f"python:{tmp_path / 'my_source.py'}"))
    assert own.daily_bars("FPT", *days)[BAR_COLUMNS]["close"].tolist() == bars["close"].tolist()
