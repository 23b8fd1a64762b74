"""Records corporate actions: those that a restatement shows, and those of a CSV.

``python -m vn30.ingestion.corporate_actions FILE`` stores the declared actions of a CSV with the columns of
:data:`CSV_COLUMNS`; the same file again changes nothing.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from vn30.database.warehouse import execute, transaction
from vn30.errors import WrongInput
from vn30.ingestion.restatement import Restatement
from vn30.market.corporate_actions import KINDS, CorporateAction
from vn30.market.membership import known_tickers
from vn30.market.universe import check_tickers

CSV_COLUMNS = ("ticker", "ex_date", "kind", "cash", "ratio", "issue_price", "source")
"""Cash and issue price are VND a share, ratio is new shares for each share held; empty numbers are 0."""

_NEEDED = {
    "cash_dividend": ("cash",),
    "stock_dividend": ("ratio",),
    "bonus_issue": ("ratio",),
    "rights_issue": ("ratio", "issue_price"),
    "split": ("ratio",),
}


def inferred_action(ticker: str, event: Restatement, vendor: str) -> CorporateAction | None:
    """The action that a restatement by ``vendor`` shows; None if none explains it."""
    if event.terms is None:
        return None
    return CorporateAction(
        ticker,
        event.ex_date,
        event.terms.kind,
        f"restated by {vendor}",
        cash=event.terms.cash,
        ratio=event.terms.ratio,
        factor=event.factor,
    )


def put_action(connection: sa.Connection, action: CorporateAction) -> None:
    """Store an action, in the caller's transaction; one of the same kind, day and source is replaced.

    Raises:
        WrongInput: no crawl has stored its stock yet.
    """
    stored = execute(
        connection,
        "ingestion/put_action",
        ticker=action.ticker,
        ex_date=action.ex_date,
        kind=action.kind,
        source=action.source,
        cash=action.cash,
        ratio=action.ratio,
        issue_price=action.issue_price,
        factor=action.factor,
        is_from_vendor=action.is_from_vendor,
    )
    if not stored:
        raise WrongInput(f"{action.ticker} is not in this database yet: run vn30_data_crawler first.")


def load_actions(path: Path) -> int:
    """Store the declared actions of a CSV, all of them or none, and return their number.

    Raises:
        WrongInput: the file cannot be read, a row has a fault, or a stock is not stored yet.
        UnknownTicker: a stock never was in the VN30.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            actions = list(parse_actions(lines, path.name))
    except (OSError, UnicodeDecodeError) as error:
        raise WrongInput(f"{path} cannot be read: {error}.") from error
    with transaction() as connection:
        check_tickers(sorted({action.ticker for action in actions}), known_tickers(connection))
        # In one order, as each stock's revision is locked until the commit.
        for action in sorted(actions, key=lambda action: action.ticker):
            put_action(connection, action)
    return len(actions)


def parse_actions(lines: Iterable[str], name: str) -> Iterator[CorporateAction]:
    """The actions of CSV lines; ``name`` is that of the file, for messages and as their source.

    Raises:
        WrongInput: a column is missing, or a row has a fault; the message names its line.
    """
    rows = csv.DictReader(lines)
    columns = rows.fieldnames or []
    if missing := [column for column in ("ticker", "ex_date", "kind") if column not in columns]:
        raise WrongInput(f"{name} lacks the columns {', '.join(missing)}: it has {', '.join(columns)}.")
    if unknown := sorted(set(columns) - set(CSV_COLUMNS)):
        raise WrongInput(f"{name} has the columns {', '.join(unknown)}: known are {', '.join(CSV_COLUMNS)}.")
    for row in rows:
        try:
            yield _action(row, name)
        except ValueError as error:
            raise WrongInput(f"{name}, line {rows.line_num}: {error}") from error


def _action(row: dict[str, str], name: str) -> CorporateAction:
    kind = next((kind for kind in KINDS if kind == row["kind"]), None)
    if kind not in _NEEDED or kind is None:
        raise ValueError(f"kind is {row['kind']!r}; it is one of {', '.join(_NEEDED)}.")
    numbers = {column: _number(row, column) for column in ("cash", "ratio", "issue_price")}
    for column, number in numbers.items():
        if (number > 0) is not (column in _NEEDED[kind]):
            said = "needs" if column in _NEEDED[kind] else "has no"
            raise ValueError(f"a {kind} {said} {column}.")
    return CorporateAction(
        (row["ticker"] or "").strip().upper(),
        _day(row["ex_date"] or ""),
        kind,
        (row.get("source") or "").strip() or name,
        cash=numbers["cash"],
        ratio=numbers["ratio"],
        issue_price=numbers["issue_price"],
    )


def _number(row: dict[str, str], column: str) -> float:
    text = (row.get(column) or "").strip()
    try:
        number = float(text or 0)
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise ValueError(f"{column} is {text!r}: write a number that is not below 0.")
    return number


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"ex_date is {text!r}: write it YYYY-MM-DD.") from error


def main() -> int:
    """Store the file of the command line; exit status 0, or 2 for wrong input."""
    if len(sys.argv) != 2:
        print("Name one CSV file of corporate actions.", file=sys.stderr)
        return 2
    try:
        stored = load_actions(Path(sys.argv[1]))
    except WrongInput as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{stored} corporate actions are on record.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
