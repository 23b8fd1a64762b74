"""The API's reference: a page that the search reads, and all schemas as ReDoc shows them."""

import json
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

from vn30.settings import PROJECT_ROOT

_REDOC = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'unsafe-inline';
style-src 'unsafe-inline'; img-src 'self' data:; worker-src blob:; connect-src 'self'">
<title>API - VN30 platform</title>
</head>
<body style="margin: 0">
<div id="api"></div>
<script src="redoc.standalone.js"></script>
<script>
Redoc.init({contract}, {{disableSearch: true, hideDownloadButtons: true}}, document.getElementById("api"))
</script>
</body>
</html>
"""
_HEAD = """# Routes of the API

The routes of `api/openapi.json` by topic. [All parameters and schemas](api.html){{ target=_blank }}. Sign-in,
errors, pages and ETags: [the API](../docs/api.md). A running API shows the same at `/docs`.
"""


def write_routes(target: Path) -> None:
    """Write ``routes.md``, and ``api.html`` with its script, to ``target``."""
    target.mkdir(parents=True, exist_ok=True)
    contract = json.loads((PROJECT_ROOT / "api" / "openapi.json").read_text())
    (target / "routes.md").write_text(_routes(contract))
    # In a script, "</" could end it.
    (target / "api.html").write_text(_REDOC.format(contract=json.dumps(contract).replace("</", "<\\/")))
    shutil.copyfile(
        str(files("fastapi_offline") / "static" / "redoc.standalone.js"), target / "redoc.standalone.js"
    )


def _routes(contract: dict[str, Any]) -> str:
    by_tag: dict[str, list[str]] = {}
    for path, methods in contract["paths"].items():
        for method, route in methods.items():
            what = route["description"].split("\n", 1)[0].replace("|", "\\|")
            callers = ", ".join(route.get("x-roles", ["everybody"]))
            row = f"| `{method.upper()} {path}` | {what} | {callers} |\n"
            by_tag.setdefault(route["tags"][0], []).append(row)
    sections = (
        f"\n## {tag.capitalize()}\n\n| route | | callers |\n| --- | --- | --- |\n{''.join(rows)}"
        for tag, rows in sorted(by_tag.items())
    )
    return _HEAD.format() + "".join(sections)
