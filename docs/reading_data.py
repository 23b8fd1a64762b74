"""Writes the tables of columns in ``docs/reading-data.md``: ``make docs``."""

import re
from pathlib import Path

from vn30.data import COLUMNS, Column

PAGE = Path(__file__).with_name("reading-data.md")
_TABLE = re.compile(r"(<!-- columns of (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def page(text: str) -> str:
    """``text`` with the table of each function between its two comments.

    Raises:
        ValueError: a function has no table in it, or more than one.
    """
    shown = [name for _, name, _ in _TABLE.findall(text)]
    if sorted(shown) != sorted(COLUMNS):
        raise ValueError(f"the page has tables of {shown}, and there are {sorted(COLUMNS)}")
    return _TABLE.sub(lambda found: found[1] + _table(COLUMNS[found[2]]) + found[3], text)


def _table(columns: tuple[Column, ...]) -> str:
    rows = (f"| `{one.name}` | `{one.dtype}` | {one.unit} | {one.meaning} |\n" for one in columns)
    return "| column | dtype | unit | |\n| --- | --- | --- | --- |\n" + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
