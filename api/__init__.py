"""The HTTP API: a thin face over the reporting views. Imports run one way, from here to ``vn30``."""
