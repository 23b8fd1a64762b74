"""Delivers alerts to each channel in turn. A channel that fails is skipped until the next delivery."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from vn30.alerts import repository
from vn30.alerts.message import Alert, Links, Message, write
from vn30.database.warehouse import unpooled_transaction
from vn30.i18n.language import DEFAULT_LANGUAGE, Language

log = logging.getLogger(__name__)

_STATUS = re.compile(r"[1-5]\d\d\b")
"""The HTTP status with which the text of a requests.HTTPError begins."""


class Channel(Protocol):
    """A way to reach people: mail, a webhook, a topic."""

    @property
    def name(self) -> str:
        """The channel's name in ``alert_deliveries``."""

    def send(self, message: Message) -> None:
        """Send the message; any exception counts as a failed delivery."""


@dataclass(frozen=True)
class Notifier:
    """The configured channels, the fastest first, the links that an alert has, and its language."""

    channels: Sequence[Channel]
    links: Callable[[Alert], Links]
    language: Language = DEFAULT_LANGUAGE


def deliver_due(notifier: Notifier, quiet_hours: int) -> None:
    """Deliver to each channel every alert that is due. Without channels, alerts stay recorded.

    Args:
        quiet_hours: an open alert that was sent longer ago is sent again.
    """
    if not notifier.channels:
        return
    with unpooled_transaction() as connection:
        repository.address(connection, [channel.name for channel in notifier.channels])
    for channel in notifier.channels:
        while _deliver_next(notifier, channel, quiet_hours):
            pass


def deliver_unrecorded(notifier: Notifier, alert: Alert) -> None:
    """Send an alert that could not be recorded through every channel. Failed deliveries are logged only."""
    message = write(alert, notifier.links(alert), notifier.language)
    for channel in notifier.channels:
        _send(channel, message)


def _deliver_next(notifier: Notifier, channel: Channel, quiet_hours: int) -> bool:
    """Whether an alert was due and delivered. After a failure, the others wait as well."""
    with unpooled_transaction() as connection:
        due = repository.next_due(connection, channel.name, quiet_hours)
        if due is None:
            return False
        error = _send(channel, write(due.alert, notifier.links(due.alert), notifier.language))
        if error:
            repository.mark_failed(connection, due, channel.name, error)
        else:
            repository.mark_delivered(connection, due, channel.name)
    return not error


def _send(channel: Channel, message: Message) -> str | None:
    """Send, and return the error as text: no error may stop runs or other channels."""
    try:
        channel.send(message)
    except Exception as error:
        # Without the error's own text, which contains the address of a webhook, and that is a secret.
        status = _STATUS.match(str(error))
        text = f"{type(error).__name__}{f' {status[0]}' if status else ''}"
        log.warning("The alert %r was not delivered through %s: %s", message.subject, channel.name, text)
        return text
    return None
