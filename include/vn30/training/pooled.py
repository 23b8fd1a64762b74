"""The class of the pooled models that runs of 0.1 have stored: unpickling imports it from this path.

To be removed in 1.0; the class is in :mod:`vn30.models.pooled`.
"""

from vn30.models.pooled import PooledModel

__all__ = ["PooledModel"]
