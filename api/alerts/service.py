"""Reads of alerts, as responses of the API."""

import sqlalchemy as sa

from api.alerts.schemas import Alert, AlertList, AlertsQuery
from api.core.schemas import PageMeta
from vn30.alerts.kinds import KINDS
from vn30.database.warehouse import fetch_all, fetch_returned


def alerts(connection: sa.Connection, query: AlertsQuery) -> AlertList:
    """A page of the alerts, newest first."""
    wanted = {"state": query.state, "kind": query.kind}
    total = fetch_returned(connection, "alerts/count", **wanted)["total"]
    rows = fetch_all(connection, "alerts/page", **wanted, limit=query.page_size, skipped=query.skipped)
    return AlertList(
        data=[Alert.model_validate({**row, "remedy": KINDS[row["kind"]].remedy}) for row in rows],
        meta=PageMeta(page=query.page, page_size=query.page_size, total=total),
    )
