"""The profile of the caller's settings."""

from typing import Annotated

from fastapi import Depends

from api.recommendations.schemas import Profile


async def _preferred() -> Profile:
    return "moderate"


PreferredProfile = Annotated[Profile, Depends(_preferred)]
