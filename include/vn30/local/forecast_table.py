"""The table of forecasts that the demo prints: 80 columns hold it whole."""

from collections.abc import Sequence
from decimal import Decimal

from rich.box import SIMPLE_HEAD
from rich.table import Table

from vn30.database.warehouse import Row


def forecast_table(title: str, rows: Sequence[Row]) -> Table:
    """The rows of ``local/top_picks`` as a table of at most 80 columns for prices below 10,000,000 VND."""
    table = Table(
        title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, show_edge=False, padding=0
    )
    for heading in (
        "Ticker",
        "Price\nVND",
        "Forecast\nVND",
        "Change\n%",
        "80 % interval\n%",
        "MAPE\n%",
        "Naive\nMAPE %",
        "Skill",
        "",
    ):
        table.add_column(heading, justify="left" if heading in ("Ticker", "") else "right", no_wrap=True)
    for row in rows:
        table.add_row(
            row["ticker"],
            f"{row['current_price']:,.0f}",
            f"{row['predicted_price']:,.0f}",
            _signed(row["predicted_change_pct"], "+.2f"),
            _interval(row),
            f"{row['mape_pct']:.2f}",
            f"{row['naive_mape_pct']:.2f}",
            _signed(row["skill"], "+.3f"),
            "proven" if row["verdict"] == "proven" else "[yellow]unproven[/]",
        )
    if not rows:
        table.add_row("none")
        table.caption = "Where no model has skill out of sample, the forecast is the last close."
    return table


def _interval(row: Row) -> str:
    if row["lower_price"] is None:
        return ""
    low, high = (100 * (row[bound] / row["current_price"] - 1) for bound in ("lower_price", "upper_price"))
    return f"{low:+.1f} to {high:+.1f}"


def _signed(value: Decimal, form: str) -> str:
    return f"[{'green' if value > 0 else 'red'}]{value:{form}}[/]"
