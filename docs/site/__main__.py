"""Builds the documentation as a site: ``make site``. Broken links, and pages that are missing, are errors."""

import shutil
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

from docs.site.diagrams import fetch
from docs.site.library import write_library
from docs.site.pages import write_pages
from docs.site.routes import write_routes
from vn30.settings import PROJECT_ROOT

BUILD = PROJECT_ROOT / "build"


def build(folder: Path, diagrams: Path, packages: Collection[str] = ()) -> Path:
    """Build the site below ``folder``, which is emptied first, and return its folder.

    Args:
        diagrams: the script that draws the diagrams.
        packages: those of the library's reference; empty: all.

    Raises:
        subprocess.CalledProcessError: a link is broken; the generator has printed which.
    """
    shutil.rmtree(folder, ignore_errors=True)
    pages = folder / "pages"
    write_pages(pages)
    write_library(pages / "reference", folder / "include", packages)
    write_routes(pages / "reference")
    (pages / "assets").mkdir()
    shutil.copyfile(diagrams, pages / "assets" / "mermaid.min.js")
    shutil.copyfile(Path(__file__).with_name("zensical.toml"), folder / "zensical.toml")
    zensical = Path(sys.executable).with_name("zensical")
    subprocess.run([str(zensical), "build", "--strict"], cwd=folder, check=True)  # noqa: S603
    return folder / "site"


def main() -> None:
    """Build to ``build/site``."""
    script = BUILD / "mermaid.min.js"
    fetch(script)
    built = build(BUILD / "site-pages", script)
    site = BUILD / "site"
    shutil.rmtree(site, ignore_errors=True)
    built.rename(site)
    print(f"{site.relative_to(PROJECT_ROOT)}: python -m http.server --directory {site} shows it")


if __name__ == "__main__":
    main()
