"""The settings of the running app, as a dependency of its routes."""

from typing import Annotated

from fastapi import Depends, Request

from vn30.settings import Settings


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


AppSettings = Annotated[Settings, Depends(_settings)]
