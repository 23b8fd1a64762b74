"""What the pages name is there: settings, other pages and their sections."""

import re
from pathlib import Path

import pytest
from airflow.configuration import conf

from vn30.settings import PROJECT_ROOT, Settings

PAGES = [PROJECT_ROOT / "README.md", *sorted((PROJECT_ROOT / "docs").glob("*.md"))]
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


def test_each_setting_of_the_platform_that_is_named_exists_and_all_are_on_their_page() -> None:
    of_compose = set(re.findall(r"\$\{(VN30_\w+)", (PROJECT_ROOT / "docker-compose.yaml").read_text()))
    for file in FILES:
        unknown = set(re.findall(r"\bVN30_[A-Z0-9_]+\b", file.read_text())) - OURS - NOT_FIELDS - of_compose
        assert not unknown, file.name
    assert {
        name for name in OURS if f"`{name}`" not in (PROJECT_ROOT / "docs/settings.md").read_text()
    } == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_link_leads_to_a_page_or_a_section_that_is_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)\s#]*)(?:#([^)\s]*))?\)", page.read_text())
    for name, section in links:
        target = page.parent / name if name else page
        assert target.exists(), name
        assert not section or section in anchors(target), (name, section)
