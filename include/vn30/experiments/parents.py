"""Checks which runs can be the parent of another.

A file of its own: the API needs it, and not the libraries of the explanations, which take seconds to import.
"""

from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import fetch_one
from vn30.errors import WrongInput
from vn30.i18n.localized import localized


def check_parent(connection: sa.Connection, parent: UUID | str) -> None:
    """Check that a run can be the parent of another.

    Raises:
        WrongInput: there is no such run, it has not succeeded, or it has selected no features.
    """
    row = fetch_one(connection, "experiments/parent_run", run_id=str(parent))
    if row is None:
        raise WrongInput(localized("selection.parent: there is no training run {parent}.", parent=parent))
    if row["state"] != "success":
        raise WrongInput(
            localized(
                "selection.parent: the run {parent} is {state}; a parent has succeeded. Choose another run.",
                parent=parent,
                state=row["state"],
            )
        )
    if not row["has_selected"]:
        raise WrongInput(
            localized(
                "selection.parent: the run {parent} has selected no features: its selection.method was none, "
                "and its lists were empty. Choose a run with a selection.",
                parent=parent,
            )
        )
