"""The tear sheet as one HTML file: the picture in it, all figures as tables, nothing loaded, no script."""

import base64
from collections.abc import Sequence
from html import escape

from vn30.backtesting.tear_sheet.tables import TextTable, tables
from vn30.backtesting.worth.assessment import Worth
from vn30.version import build_version

_STYLE = """
body { font-family: system-ui, sans-serif; color: #1f2937; margin: 2rem auto; max-width: 70rem;
  padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0.25rem; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 0.5rem; }
.verdict { font-weight: bold; }
img { max-width: 100%; height: auto; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 0.2rem 0.5rem; text-align: right; border-bottom: 1px solid #e5e7eb; font-weight: normal; }
th:first-child { text-align: left; color: #4b5563; }
thead th { color: #4b5563; }
"""
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_PICTURE = "Equity, drawdowns and hit rate over time; all figures are in the tables below"
_NOTES = (
    "± is one standard error; in parentheses is the 95 % interval of the difference in mean return.",
    "A year has 250 sessions; growth is by calendar days. Amounts are VND.",
    "Held: the same tickers bought after the first session, with the same costs.",
    "The VN30 is an index without dividends and costs, and cannot be traded.",
    "Simulations show what would have happened; they do not promise future results.",
)


def tear_sheet_html(title: str, worth: Worth, png: bytes) -> bytes:
    """The page, in UTF-8.

    Args:
        title: shown as text, whatever it holds.
        png: of :func:`vn30.backtesting.tear_sheet.picture.tear_sheet_png`.
    """
    heading = escape(title)
    image = base64.b64encode(png).decode()
    period = f"{worth.first} to {worth.last}, {worth.sessions:,} sessions, after costs"
    notes = "".join(f"<li>{escape(note)}</li>" for note in _NOTES)
    content = "\n".join(_table(table) for table in tables(worth))
    page = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="VN30 {escape(build_version())}">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{heading}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{heading}</h1>
<p>{period}</p>
<p class="verdict">{escape(worth.verdict.sentence)}</p>
<img src="data:image/png;base64,{image}" alt="{_PICTURE}">
{content}
<h2>Notes</h2>
<ul>{notes}</ul>
</body>
</html>
"""
    return page.encode()


def _table(table: TextTable) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    rows = "".join(_row(row) for row in table.rows)
    content = (f"<thead><tr>{head}</tr></thead>" if head else "") + f"<tbody>{rows}</tbody>"
    return f'<h2>{escape(table.title)}</h2>\n<div class="table"><table>{content}</table></div>'


def _row(cells: Sequence[str]) -> str:
    label, *values = (escape(cell) for cell in cells)
    return f'<tr><th scope="row">{label}</th>' + "".join(f"<td>{value}</td>" for value in values) + "</tr>"
