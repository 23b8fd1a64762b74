"""Reads of alerts, as responses of the API."""

import sqlalchemy as sa

from api.alerts.schemas import Alert, AlertList, AlertsQuery
from api.core.schemas import PageMeta
from vn30.alerts.kinds import KINDS
from vn30.database.warehouse import Row, fetch_all, fetch_returned
from vn30.i18n.localized import from_json


def alerts(connection: sa.Connection, query: AlertsQuery) -> AlertList:
    """A page of the alerts, newest first."""
    wanted = {"state": query.state, "kind": query.kind}
    total = fetch_returned(connection, "alerts/count", **wanted)["total"]
    rows = fetch_all(connection, "alerts/page", **wanted, limit=query.page_size, skipped=query.skipped)
    return AlertList(
        data=[_alert(row) for row in rows],
        meta=PageMeta(page=query.page, page_size=query.page_size, total=total),
    )


def _alert(row: Row) -> Alert:
    remedy = KINDS[row["kind"]].remedy
    return Alert.model_validate({**row, **from_json(row["messages"]), "remedy": remedy})
