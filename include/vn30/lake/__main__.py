"""The command line of the lake: ``python -m vn30.lake --help``."""

import argparse
import sys
from collections.abc import Iterable

from vn30 import lake
from vn30.errors import WrongInput
from vn30.lake.output import FORMATS, write_rows
from vn30.storage.lake.manifest import Entry
from vn30.storage.lake.views import open_views


def main() -> int:
    """Run the command of the arguments. Known errors end with one line and exit status 2."""
    arguments = _parser().parse_args()
    try:
        if arguments.command == "list":
            _list()
        else:
            _query(arguments.query, arguments.format)
    except WrongInput as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader, such as head, has seen enough.
        sys.stderr.close()
    return 0


def _query(query: str, format_: str) -> None:
    import duckdb

    store = lake.default_store()
    catalog = lake.catalog(store)
    _say_market(catalog.datasets.values())
    with open_views(store, catalog) as views:
        try:
            rows = views.sql(query)
            if rows is not None:
                write_rows(rows.to_arrow_table(), format_, sys.stdout)
        except duckdb.Error as error:
            known = ", ".join(catalog.datasets)
            raise WrongInput(f"{error}\nThe lake has the views {known}.") from error


def _list() -> None:
    catalog = lake.catalog()
    _say_market(catalog.datasets.values())
    for name, entry in catalog.datasets.items():
        size = sum(file.size_bytes for file in entry.files)
        print(f"{name}: {entry.title}")
        print(f"  version {entry.version}, as of {entry.checked_as_of}")
        print(f"  {entry.rows:,} rows, {size / 1e6:.1f} MB")
        for column in entry.columns:
            unit = f" [{column.unit}]" if column.unit else ""
            print(f"  {column.name} {column.type}{unit}: {column.meaning}")


def _say_market(entries: Iterable[Entry]) -> None:
    if any(entry.market == "simulated" for entry in entries):
        print("SIMULATED prices: not those of the exchange.", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m vn30.lake",
        description="Reads the lake of VN30_ARTIFACT_STORE, which the DAG vn30_lake publishes.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    query = commands.add_parser(
        "sql",
        help="run a query over the current versions",
        description="Run a query of DuckDB over the current versions, a view a data set.",
        epilog='Example: python -m vn30.lake sql "SELECT symbol, max(close) FROM prices GROUP BY symbol"',
    )
    query.add_argument("query", help="SQL of DuckDB; `SHOW TABLES` lists the views")
    query.add_argument(
        "--format", choices=FORMATS, default="table", help="of the output (default: %(default)s)"
    )
    commands.add_parser("list", help="list data sets with their columns and units")
    return parser


if __name__ == "__main__":
    sys.exit(main())
