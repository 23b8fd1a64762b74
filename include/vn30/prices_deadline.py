"""The deadline reference under the path by which a database of 0.1 stores it.

A subclass of today's, :mod:`vn30.airflow.deadline`, which ``plugins/paths_of_0_1.py`` registers, for the
reason that :mod:`vn30.timetable` gives. To be removed in 1.0, together with that.
"""

from vn30.airflow import deadline


class PricesDeadline(deadline.PricesDeadline):
    """A :class:`vn30.airflow.deadline.PricesDeadline` that 0.1 has stored."""
