"""Sends what is due, channel by channel; one that is away is given up until the next look."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from vn30.alerts import store
from vn30.alerts.text import Alert, Links, Message, write
from vn30.warehouse import unpooled_transaction

log = logging.getLogger(__name__)

_STATUS = re.compile(r"[1-5]\d\d\b")
"""With it begins what requests says of an answer that is no success."""


class Channel(Protocol):
    """A way to tell people."""

    @property
    def name(self) -> str:
        """What is on record of it."""

    def send(self, message: Message) -> None:
        """Send, or raise whatever went wrong."""


@dataclass(frozen=True)
class Mouth:
    """All channels that are set up, the quickest first, and where links of an alert lead to."""

    channels: Sequence[Channel]
    links: Callable[[Alert], Links]


def tell_due(mouth: Mouth, quiet_hours: int) -> None:
    """Tell each channel what it is due. Without channels all stays on record, and waits for one.

    Args:
        quiet_hours: what goes on, and was told longer ago, is told again.
    """
    if not mouth.channels:
        return
    with unpooled_transaction() as connection:
        store.address(connection, [channel.name for channel in mouth.channels])
    for channel in mouth.channels:
        while _tell_next(mouth, channel, quiet_hours):
            pass


def tell_unrecorded(mouth: Mouth, alert: Alert) -> None:
    """Tell an alert that could not be recorded, through every channel; what goes wrong is in the log."""
    message = write(alert, mouth.links(alert))
    for channel in mouth.channels:
        _send(channel, message)


def _tell_next(mouth: Mouth, channel: Channel, quiet_hours: int) -> bool:
    """Whether there was something to tell, and it went out: after one failure others would wait as long."""
    with unpooled_transaction() as connection:
        due = store.next_due(connection, channel.name, quiet_hours)
        if due is None:
            return False
        fault = _send(channel, write(due.alert, mouth.links(due.alert)))
        if fault:
            store.refused(connection, due, channel.name, fault)
        else:
            store.told(connection, due, channel.name)
    return not fault


def _send(channel: Channel, message: Message) -> str | None:
    """Send, and return what went wrong: whatever that is, runs and other channels go on."""
    try:
        channel.send(message)
    except Exception as error:
        # Not its words: the address of a webhook is a secret, and they tell it.
        status = _STATUS.match(str(error))
        fault = f"{type(error).__name__}{f' {status[0]}' if status else ''}"
        log.warning("The alert %r did not go out through %s: %s", message.subject, channel.name, fault)
        return fault
    return None
