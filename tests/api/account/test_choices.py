"""Settings and consents of the caller, and routes that ask for consent."""

from collections.abc import Callable, Iterator
from typing import Annotated

import httpx
import pytest
import sqlalchemy as sa
from fastapi import APIRouter, Depends, FastAPI

from api.app import create_app
from api.auth.guards import consented
from api.auth.users import User
from tests.support.api_server import serving
from vn30.database.warehouse import make_engine
from vn30.settings import Settings
from vn30.users.consent import newest_text

ACCOUNT = "/api/v1/account"


@pytest.fixture
def asking(
    api_settings: Callable[..., Settings], new_market: Callable[..., tuple[str, object]]
) -> Iterator[tuple[httpx.Client, sa.Engine]]:
    """An API with a route that asks for consent, and its database."""
    settings = api_settings(new_market()[0])
    app: FastAPI = create_app(settings)
    router = APIRouter()

    @router.get("/asks")
    def asks(user: Annotated[User, Depends(consented)]) -> str:
        return user.username

    # Before the pages of the app, which answer every other path.
    app.router.routes[:0] = router.routes
    engine = make_engine(settings)
    with serving(app, settings) as client:
        yield client, engine
    engine.dispose()


def test_consent_cannot_be_skipped(
    asking: tuple[httpx.Client, sa.Engine], sign_in: Callable[..., httpx.Client]
) -> None:
    """A route refuses until the newest text is accepted, and again after a newer one."""
    anonymous, engine = asking
    assert anonymous.get("/asks").status_code == 401
    user, other = sign_in(anonymous, "enduser1"), sign_in(anonymous, "enduser2")
    refused = user.get("/asks")
    assert (refused.status_code, refused.json()["code"]) == (403, "consent_required")

    shown = user.get(f"{ACCOUNT}/consent").json()
    assert (shown["version"], shown["isRequired"], shown["accepted"]) == (newest_text().version, True, [])
    outdated = user.post(f"{ACCOUNT}/consent", json={"version": shown["version"] + 1})
    assert (outdated.status_code, outdated.json()["code"]) == (409, "outdated_text")
    for _ in range(2):
        given = user.post(f"{ACCOUNT}/consent", json={"version": shown["version"]}).json()
    assert (given["isRequired"], len(given["accepted"])) == (False, 1)
    assert (user.get("/asks").status_code, other.get("/asks").status_code) == (200, 403)
    assert user.get("/asks").json() == "enduser1"

    with engine.begin() as connection:
        with pytest.raises(sa.exc.ProgrammingError, match="append-only"), connection.begin_nested():
            connection.execute(sa.text("UPDATE risk_consents SET accepted_at = now() - interval '1 year'"))
        connection.execute(sa.text("UPDATE risk_consents SET address = NULL"))
        # As if the text had got its version 2 since.
        connection.execute(sa.text("DELETE FROM risk_consents"))
    assert user.get("/asks").status_code == 403
    actions = [row["action"] for row in sign_in(anonymous, "admin1").get("/api/v1/audit").json()["data"]]
    assert actions.count("accept_risk_text") == 1


def test_settings(anonymous: httpx.Client, sign_in: Callable[..., httpx.Client], admin: httpx.Client) -> None:
    """A user changes settings one by one; another user keeps the defaults."""
    user, other = sign_in(anonymous, "enduser1"), sign_in(anonymous, "enduser2")
    defaults = other.get(f"{ACCOUNT}/settings").json()
    assert defaults == {
        "preferredProfile": "moderate",
        "defaultHorizonDays": 15,
        "feePct": 0.15,
        "taxPct": 0.1,
        "mailOnLabelChange": False,
        "language": None,
    }
    changes = {"feePct": 0.2, "taxPct": None}
    assert user.patch(f"{ACCOUNT}/settings", json=changes).json() == {**defaults, "feePct": 0.2}
    changed = user.patch(f"{ACCOUNT}/settings", json={"preferredProfile": "aggressive"}).json()
    assert changed == {**defaults, "feePct": 0.2, "preferredProfile": "aggressive"}
    for wrong in ({"feePct": 5.1}, {"defaultHorizonDays": 8}, {"preferredProfile": "bold"}):
        refused = user.patch(f"{ACCOUNT}/settings", json=wrong)
        assert refused.status_code == 422
        assert refused.json()["message"].startswith(next(iter(wrong)))
    assert user.get(f"{ACCOUNT}/settings").json() == changed
    assert other.get(f"{ACCOUNT}/settings").json() == defaults
    entry = admin.get("/api/v1/audit", params={"action": "change_settings"}).json()["data"][0]
    assert (entry["username"], entry["before"], entry["after"]) == (
        "enduser1",
        {"preferredProfile": "moderate"},
        {"preferredProfile": "aggressive"},
    )
    account = user.get(ACCOUNT).json()
    assert (account["username"], account["email"], account["role"]) == ("enduser1", None, "end_user")
