"""Prepared statements: PostgreSQL plans a query once a connection, and not for every response.

The views that market reads use are nested, and their plans take longer than their execution. psycopg2 sends
the text of a statement each time; here it is prepared at its first execution on a connection, and executed by
name from then on. PostgreSQL makes a new plan when tables, views or statistics have changed.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor

PREPARED = "vn30_prepared"
"""The execution option of connections whose statements are prepared."""


def prepare_statements(engine: sa.Engine) -> None:
    """Prepare what connections of ``engine`` with the option :data:`PREPARED` execute."""
    sa.event.listen(engine, "connect", _plan_for_all_values)
    sa.event.listen(engine, "before_cursor_execute", _by_name, retval=True)


def _plan_for_all_values(connection: DBAPIConnection, _: object) -> None:
    # By default, PostgreSQL plans the first five executions for their values, and may go on to do so.
    cursor = connection.cursor()
    cursor.execute("SET plan_cache_mode = force_generic_plan")
    cursor.close()
    connection.commit()


def _by_name(
    connection: sa.Connection,
    cursor: DBAPICursor,
    statement: str,
    parameters: Mapping[str, Any],
    context: object,
    executemany: bool,
) -> tuple[str, Mapping[str, Any]]:
    """The statement that executes ``statement`` by its name on this connection."""
    if not connection.get_execution_options().get(PREPARED):
        return statement, parameters
    # Of the connection to the server: it lasts over transactions, and ends with it.
    names: dict[str, str] = connection.info.setdefault(PREPARED, {})
    name = names.get(statement)
    if name is None:
        name = f"vn30_{len(names)}"
        numbered = {key: f"${number}" for number, key in enumerate(parameters, 1)}
        cursor.execute(f"PREPARE {name} AS {statement % numbered}")
        names[statement] = name
    values = ", ".join(f"%({key})s" for key in parameters)
    return f"EXECUTE {name}" + (f" ({values})" if values else ""), parameters
