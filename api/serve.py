"""The API as a process of its own: ``uvicorn --factory api.serve:app --no-access-log``."""

from fastapi import FastAPI

from api.app import create_app
from api.logs import set_up_logging
from vn30.settings import get_settings


def app() -> FastAPI:
    """The API with the settings of the environment, and its log as they say."""
    settings = get_settings()
    set_up_logging(settings)
    return create_app(settings)
