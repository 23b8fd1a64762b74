from vn30.i18n.localized import localized

"""Errors that several packages raise, and the distinction that decides on retries of tasks."""


class WrongInput(Exception):
    """Input, configuration or state is wrong, and a retry cannot help.

    The message is for users: it names the fault and the remedy. Tasks do not retry after this error; after
    any other they do.
    """


class KeyReused(WrongInput):
    """The user has sent the idempotency key before, with another request."""

    def __init__(self) -> None:
        super().__init__(
            localized("Idempotency-Key: an earlier request with another body used this key. Send a new key.")
        )
