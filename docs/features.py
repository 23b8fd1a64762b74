"""Writes the table of ``docs/features.md``: ``make docs``."""

import re
from pathlib import Path

from vn30.features.definitions import Definition, definitions
from vn30.features.indicator_config import INDICATORS, IndicatorConfig

PAGE = Path(__file__).with_name("features.md")
LOOKBACK_WINDOW = 60
EXAMPLE_TICKER = "VCB"
_TABLE = re.compile(r"(<!-- features -->\n).*?(<!-- end -->)", re.DOTALL)


def page(text: str) -> str:
    """``text`` with the table between its two comments."""
    every = {name: part() for name, part in INDICATORS.items()}
    config = IndicatorConfig(**every, regimes=True, calendar=True, context_tickers=(EXAMPLE_TICKER,))
    known = {column.name for column in definitions(IndicatorConfig(), LOOKBACK_WINDOW)}
    rows = "".join(_row(column, column.name in known) for column in definitions(config, LOOKBACK_WINDOW))
    head = "| group | feature | formula | source | unit | default |\n| --- | --- | --- | --- | --- | --- |\n"
    return _TABLE.sub(lambda found: found[1] + head + rows + found[2], text)


def _row(column: Definition, is_default: bool) -> str:
    group, formula, source, unit = (str(part).replace("|", "\\|") for part in column.description)
    default = "yes" if is_default else ""
    return f"| {group} | `{column.name}` | {formula.rstrip('.')} | {source} | {unit} | {default} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
