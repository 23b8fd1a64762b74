"""Sends what is waiting through every channel; a channel that is away is tried again at the next look."""

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
"""With it begins what Airflow's HTTP hook says of an answer that is no success."""


class Channel(Protocol):
    """A way to tell people."""

    @property
    def name(self) -> str:
        """What is on record of it."""

    def send(self, message: Message) -> None:
        """Send, or raise whatever went wrong."""


@dataclass(frozen=True)
class Mouth:
    """All channels that are set up, and where links of an alert lead to."""

    channels: Sequence[Channel]
    links: Callable[[Alert], Links]


def tell_waiting(mouth: Mouth) -> None:
    """Tell what is waiting. Without channels it stays on record, and waits for one."""
    if not mouth.channels:
        return
    with unpooled_transaction() as connection:
        claimed = store.claim(connection)
    for one in claimed:
        _tell(mouth, one)


def tell_unrecorded(mouth: Mouth, alert: Alert) -> None:
    """Tell an alert that could not be recorded, through every channel; what goes wrong is in the log."""
    message = write(alert, mouth.links(alert))
    for channel in mouth.channels:
        _send(channel, message)


def _tell(mouth: Mouth, one: store.Waiting) -> None:
    message = write(one.alert, mouth.links(one.alert))
    faults = []
    for channel in mouth.channels:
        if channel.name in one.told:
            continue
        fault = _send(channel, message)
        if fault:
            faults.append(f"{channel.name}: {fault}")
            continue
        with unpooled_transaction() as connection:
            store.told(connection, one, channel.name)
    with unpooled_transaction() as connection:
        store.settle(connection, one, "; ".join(faults) or None)


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
