"""The header of requests that start long work."""

from typing import Annotated

from fastapi import Header

from api.core.schemas import PlainText

IdempotencyKey = Annotated[
    PlainText | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="requests of one user with the same key start one run. Use a new key, such as a "
        "random UUID, for "
        "each run, and repeat the request with it if the answer was lost",
    ),
]
