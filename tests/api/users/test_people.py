"""Admins see and change accounts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa

from vn30.database.warehouse import execute, make_engine
from vn30.settings import Settings
from vn30.users.accounts import DEMO_PASSWORD, hash_password

USERS = "/api/v1/users"


def test_accounts(
    new_market: Callable[[], tuple[str, Path]],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> None:
    """Changes count at once, are in the audit trail, and leave an admin who can sign in."""
    settings = api_settings(new_market()[0])
    engine, anonymous = make_engine(settings), serve(settings)
    with engine.begin() as connection:
        for name, role in (("an", "admin"), ("binh", "end_user")):
            execute(
                connection,
                "users/add_account",
                username=name,
                password_hash=hash_password(DEMO_PASSWORD),
                display_name=f"{name.title()} 100%",
                role=role,
            )
        connection.execute(sa.text("UPDATE users SET email = 'binh@example.com' WHERE username = 'binh'"))
    admin = sign_in(anonymous, "an")

    def people(**query: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = admin.get(USERS, params=query).raise_for_status().json()["data"]
        return rows

    def change(username: str, **body: Any) -> httpx.Response:
        [user] = [row for row in people(pageSize=50) if row["username"] == username]
        return admin.patch(f"{USERS}/{user['id']}", json=body)

    assert [row["username"] for row in people()] == [
        "admin1",
        "an",
        "binh",
        "ds1",
        "ds2",
        "enduser1",
        "enduser2",
    ]
    assert [row["username"] for row in people(search="BINH@ex")] == ["binh"]
    assert [row["username"] for row in people(search="0%", role="admin")] == ["an"]
    assert people(search="airflow") == people(state="deleted") == []
    # Those without a value are last in both directions, by username.
    by_mail = [row["username"] for row in people(sortBy="mail", sortDir="asc")]
    assert by_mail == ["binh", *sorted(set(by_mail) - {"binh"})]
    assert [row["username"] for row in people(sortBy="mail")] == by_mail
    assert [row["role"] for row in people(sortBy="role", sortDir="asc")] == sorted(
        row["role"] for row in people()
    )
    assert people(sortBy="last_sign_in_at")[0]["username"] == "an"
    assert admin.get(USERS, params={"sortBy": "password"}).status_code == 422
    assert [row["lastSignInAt"] is None for row in people(search="100%")] == [False, True]

    # A closed account is out at once; another role counts from the next request on.
    binh = sign_in(anonymous, "binh")
    assert binh.get(USERS).status_code == 403
    assert change("binh", role="admin").json()["role"] == "admin"
    assert binh.get(USERS).status_code == 200
    assert change("binh", isActive=False).json()["state"] == "closed"
    assert binh.get(USERS).status_code == 401
    assert change("binh", isActive=True, role="end_user").json()["state"] == "active"
    assert binh.get(USERS).status_code == 401, "its sign-ins have ended"

    for body in ({"role": "end_user"}, {"isActive": False}):
        refused = change("admin1", **body)
        assert (refused.status_code, refused.json()["code"]) == (403, "test_account")
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE users SET role = 'end_user' WHERE username = 'admin1'"))
    for body in ({"role": "end_user"}, {"isActive": False}):
        refused = change("an", **body)
        assert (refused.status_code, refused.json()["code"]) == (409, "last_admin")
    deletion = admin.post("/api/v1/account/deletion", json={"username": "an", "password": DEMO_PASSWORD})
    assert (deletion.status_code, deletion.json()["code"]) == (409, "last_admin")
    assert [row["role"] for row in people(search="an 100%")] == ["admin"]
    unknown = admin.patch(f"{USERS}/00000000-0000-0000-0000-000000000000", json={})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_user")

    trail = admin.get("/api/v1/audit", params={"subject": "binh"}).json()["data"]
    changes = [(row["username"], row["action"]) for row in reversed(trail) if row["username"] == "an"]
    assert changes == [
        ("an", "change_role"),
        ("an", "close_account"),
        ("an", "change_role"),
        ("an", "reopen_account"),
    ]
    engine.dispose()
