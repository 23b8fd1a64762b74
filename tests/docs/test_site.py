"""The documentation as a site: complete, found by its search, and whole without anything from elsewhere."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from docs.site.__main__ import build
from docs.site.pages import sources
from vn30.settings import PROJECT_ROOT

LOADED = re.compile(r'<(?:script|img|iframe|link)\b[^>]*?\b(?:src|href)="([^"]*)"')
"""The addresses that a page loads without a click."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built strictly, so that a broken link would be an error; of the library one package alone."""
    folder = tmp_path_factory.mktemp("site")
    script = folder / "diagrams.js"
    script.write_text("/* Mermaid, which `make site` loads from npm */")
    return build(folder / "site", script, packages=("data",))


def test_every_page_is_built_and_can_be_navigated_to(site: Path) -> None:
    configuration = tomllib.loads((PROJECT_ROOT / "docs/site/zensical.toml").read_text())
    navigation = json.dumps(configuration["project"]["nav"])
    for page in sources():
        name = "index" if page.stem == "README" else page.stem
        assert (site / page.with_name(f"{name}.html")).exists(), page
        # A record of a decision is reached from their list.
        assert f'"{page}"' in navigation or page.parent.name == "decisions", page


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        loaded = LOADED.findall(page.read_text())
        assert loaded
        assert [address for address in loaded if "//" in address] == [], page
    assert "default-src 'none'" in (site / "reference/api.html").read_text()


def test_references_and_search(site: Path) -> None:
    """The search finds each route of the contract and each setting; the library has its functions."""
    contract = json.loads((PROJECT_ROOT / "api/openapi.json").read_text())
    found = (site / "search.json").read_text()
    for path, methods in contract["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in found
    for name in ("vn30.data.prices", "vn30.data.forecasts"):
        assert f'id="{name}"' in (site / "reference/vn30.data.html").read_text()
    assert "VN30_PRICE_SOURCE" in found
