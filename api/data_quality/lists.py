"""Lists over all series, as responses of the API."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from api.core.schemas import PageMeta, PageQuery
from api.data_quality.list_schemas import (
    ActionsQuery,
    FindingList,
    FindingsQuery,
    RawValue,
    RecordedAction,
    RecordedActionList,
    RecordedFinding,
    RejectedRow,
    RejectedRowList,
    ReportList,
    ReportRow,
    RestatementList,
    RestatementsQuery,
    TickerPage,
)
from api.data_quality.schemas import RestatedSeries
from vn30.database.warehouse import fetch_all, fetch_returned

MAX_RAW_LENGTH = 500
"""Characters of a raw value that are shown: a source may have served anything."""


def restatements(connection: sa.Connection, query: RestatementsQuery) -> RestatementList:
    """A page of the restatements, by default newest first."""
    wanted = _ticker(query)
    total = fetch_returned(connection, "data_quality/count_restatements", **wanted)["total"]
    rows = fetch_all(connection, "data_quality/restatements", **wanted, **_sorted(query))
    data = [RestatedSeries.model_validate(dict(row)) for row in rows]
    return RestatementList(data=data, meta=_meta(query, total))


def actions(connection: sa.Connection, query: ActionsQuery) -> RecordedActionList:
    """A page of the corporate actions up to today, by default the newest ex-date first."""
    wanted = _ticker(query)
    total = fetch_returned(connection, "data_quality/count_actions", **wanted)["total"]
    rows = fetch_all(connection, "data_quality/actions", **wanted, **_sorted(query))
    data = [RecordedAction.model_validate(dict(row)) for row in rows]
    return RecordedActionList(data=data, meta=_meta(query, total))


def quarantine(connection: sa.Connection, query: TickerPage) -> RejectedRowList:
    """A page of the rejected rows, newest first."""
    wanted = _ticker(query)
    total = fetch_returned(connection, "data_quality/count_quarantine", **wanted)["total"]
    rows = fetch_all(connection, "data_quality/quarantine", **wanted, **_page(query))
    data = [RejectedRow.model_validate({**row, "raw_values": raw_values(row["raw_values"])}) for row in rows]
    return RejectedRowList(data=data, meta=_meta(query, total))


def findings(connection: sa.Connection, query: FindingsQuery) -> FindingList:
    """A page of the findings of all crawls, newest first."""
    wanted = {**_ticker(query), "severity": query.severity}
    total = fetch_returned(connection, "data_quality/count_findings", **wanted)["total"]
    rows = fetch_all(connection, "data_quality/findings_of_all", **wanted, **_page(query))
    data = [RecordedFinding.model_validate(dict(row)) for row in rows]
    return FindingList(data=data, meta=_meta(query, total))


def reports(connection: sa.Connection, query: PageQuery) -> ReportList:
    """A page of the reports, newest first."""
    total = fetch_returned(connection, "data_quality/count_reports")["total"]
    rows = fetch_all(connection, "data_quality/reports", **_page(query))
    data = [ReportRow.model_validate(dict(row)) for row in rows]
    return ReportList(data=data, meta=_meta(query, total))


def raw_values(raw: object) -> list[RawValue]:
    """The values of a rejected row as text, by name."""
    named = raw if isinstance(raw, Mapping) else {"row": raw}
    return [RawValue(name=str(name), value=_text(named[name])) for name in sorted(named)]


def _text(value: object) -> str:
    return "null" if value is None else str(value)[:MAX_RAW_LENGTH]


def _ticker(query: TickerPage) -> dict[str, Any]:
    return {"ticker": query.ticker.upper() if query.ticker else None}


def _page(query: PageQuery) -> dict[str, int]:
    return {"limit": query.page_size, "skipped": query.skipped}


def _sorted(query: RestatementsQuery | ActionsQuery) -> dict[str, Any]:
    return {**_page(query), "sort_by": query.sort_by, "descending": query.descending}


def _meta(query: PageQuery, total: int) -> PageMeta:
    return PageMeta(page=query.page, page_size=query.page_size, total=total)
