"""Mails to users whose stocks have another label than before."""

import logging

from vn30.database.warehouse import Row, fetch_all, transaction
from vn30.i18n.localized import localized, to_json
from vn30.recommendations.wording import LABEL_WORDS, PROFILE_WORDS
from vn30.users.consent import newest_text
from vn30.users.mail_outbox import add_mail

log = logging.getLogger(__name__)


def mail_label_changes() -> int:
    """Add a mail for each user whose My List has a label that the newest run of record has changed.

    The run is compared with the run before it, archived or not, for the profile of the user's settings. Users
    who want such mails, have a confirmed address and have accepted the newest risk text get one mail a run;
    repeating it adds none.

    Returns:
        The number of mails that were added.
    """
    with transaction() as connection:
        rows = fetch_all(connection, "recommendations/label_changes", text_version=newest_text().version)
        added = sum(
            add_mail(
                connection,
                "label_change",
                row["email"],
                user_id=row["user_id"],
                parameters={"lines": to_json(_lines(row))},
                key=f"label_change:{row['run_id']}:{row['user_id']}",
            )
            for row in rows
        )
    log.info("%s mails on changed labels were added", added)
    return added


def _lines(row: Row) -> list[str]:
    return [
        localized(
            "{ticker}, {horizon} sessions, {profile}: {before} -> {after}",
            ticker=change["ticker"],
            horizon=change["horizon"],
            profile=PROFILE_WORDS[row["profile"]],
            before=LABEL_WORDS[change["before"]],
            after=LABEL_WORDS[change["after"]],
        )
        for change in row["changes"]
    ]
