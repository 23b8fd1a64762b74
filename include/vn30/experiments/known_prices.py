"""The moment as of which a training run reads prices, so that a run made again later reads the same ones."""

from datetime import date, datetime
from typing import NamedTuple

from vn30.database.warehouse import fetch_returned, transaction
from vn30.market.calendar import HOSE_ZONE


class KnownPrices(NamedTuple):
    """What a run reads: the prices as they were stored ``at`` an aware time.

    The evening of a session lasts from its close to the first crawl for a later session: until then, nothing
    has been stored that a forecast after this session could not know.

    Attributes:
        is_past: the evening of the run's session is over.
        is_on_record: the prices of that evening are known; otherwise ``at`` is now.
    """

    at: datetime
    is_past: bool
    is_on_record: bool

    def log_line(self, session: date) -> tuple[str, str] | None:
        """Level and text of the line that the log of a run for a past session has; else None."""
        if not self.is_past:
            return None
        if self.is_on_record:
            moment = self.at.astimezone(HOSE_ZONE)
            return "INFO", f"Prices are those known at {moment:%Y-%m-%d %H:%M:%S} in Vietnam"
        return "WARNING", (
            f"The prices that were known on the evening of {session} are not on record: those known now are "
            "used, with what was adjusted and corrected since"
        )


def known_prices(session: date) -> KnownPrices:
    """The prices that a run for ``session`` reads: those known now or, once its evening is over, those of it.

    Of an evening, they are those that its newest run has read, or those after its newest complete crawl.
    """
    with transaction() as connection:
        evening = fetch_returned(connection, "experiments/evening", session=session)
    if evening["ended_at"] is not None and evening["known_at"] is not None:
        return KnownPrices(evening["known_at"], is_past=True, is_on_record=True)
    # Ends at once: loads wait for it.
    with transaction() as connection:
        now = fetch_returned(connection, "experiments/price_moment")["known_at"]
    return KnownPrices(now, is_past=evening["ended_at"] is not None, is_on_record=False)
