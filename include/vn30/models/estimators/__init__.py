"""The models of the ensemble, one per file; :mod:`vn30.models.registry` imports them."""
