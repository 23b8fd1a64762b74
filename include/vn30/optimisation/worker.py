"""The process that optimises: ``python -m vn30.optimisation.worker <file descriptor of a connection>``.

It sends :data:`READY` when it has imported what it needs. Then it reads questions
(:class:`vn30.optimisation.advice.Question`) and sends back answers, until its parent ends or asks nothing for
ten minutes.
"""

import logging
import sys
from importlib import import_module
from multiprocessing.connection import Connection

from vn30.errors import WrongInput
from vn30.optimisation.advice import Advice, Question, advise

IDLE_SECONDS = 600
READY = "ready"


def answer(question: Question) -> Advice | Exception:
    """The advice, or the error that the parent raises in its place."""
    try:
        return advise(question)
    except WrongInput as error:
        return error
    except Exception as error:
        logging.getLogger(__name__).exception("An optimisation failed")
        # Errors of solvers may not be picklable.
        return RuntimeError(f"{type(error).__name__}: {error}")


def main(descriptor: int) -> None:
    """Answer questions until the parent ends, or is silent for :data:`IDLE_SECONDS`."""
    import_module("skfolio.optimization")
    with Connection(descriptor) as channel:
        channel.send(READY)
        while channel.poll(IDLE_SECONDS):
            try:
                question = channel.recv()
            except EOFError:
                return
            channel.send(answer(question))


if __name__ == "__main__":
    main(int(sys.argv[1]))
