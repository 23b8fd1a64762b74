"""The distinction between errors that decides on retries of tasks."""


class WrongInput(Exception):
    """Input, configuration or state is wrong, and a retry cannot help.

    The message is for users: it names the fault and the remedy. Tasks do not retry after this error; after
    any other they do.
    """
