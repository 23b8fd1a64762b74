"""The error of a problem that no weights can meet."""

from vn30.errors import WrongInput


class Infeasible(WrongInput):
    """No weights meet the constraints, or the method does not support one of them.

    The message names each constraint whose change alone would do, with the value that it needs.

    Attributes:
        constraints: these constraints, by the names of the fields of ``Constraints`` (``max_by_sector`` for
            all sectors).
    """

    def __init__(self, message: str, constraints: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.constraints = constraints
