"""The one distinction between errors that the DAGs act upon."""


class WrongInput(Exception):
    """Input, configuration or state is wrong, and trying again cannot help.

    The message is for users: it names what is wrong and the remedy. Tasks do not retry on it; on any other
    error they do.
    """
