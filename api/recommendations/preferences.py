"""The profile of the caller's settings."""

from typing import Annotated

from fastapi import Depends

from api.auth.guards import CurrentUser
from api.core.database import Lookups
from vn30.users.preferences import Profile, read_preferences


def _preferred(user: CurrentUser, lookups: Lookups) -> Profile:
    with lookups.connect() as connection:
        return read_preferences(connection, user.id).preferred_profile


PreferredProfile = Annotated[Profile, Depends(_preferred)]
