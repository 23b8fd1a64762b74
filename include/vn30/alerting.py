"""The callback of a deadline that 0.1 has stored: the triggerer imports it from this path.

To be removed in 1.0; the callback is in :mod:`vn30.airflow.callbacks`.
"""

from vn30.airflow.callbacks import prices_deadline_passed

__all__ = ["prices_deadline_passed"]
