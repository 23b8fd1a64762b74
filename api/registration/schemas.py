"""Requests and answers of registration and of passwords set by mail."""

from typing import Annotated

from pydantic import AfterValidator, EmailStr, Field

from api.core.language import Words
from api.core.schemas import ApiModel, PlainText, RequestModel, example
from vn30.users.strength import MAX_LENGTH, MIN_LENGTH

_TOKEN = "Zm9yIGFuIGV4YW1wbGUgb25seTogMzIgcmFuZG9tIGI"  # noqa: S105  # pragma: allowlist secret
_EMAIL = "an@example.com"

Email = Annotated[EmailStr, Field(max_length=254), AfterValidator(str.lower)]
"""A mail address in lower case, by which accounts are found."""

LinkToken = Annotated[str, Field(min_length=1, max_length=100, description="of the link in the mail")]
Password = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_LENGTH,
        description=f"{MIN_LENGTH} characters or more that are hard to guess",
    ),
]


class Feature(ApiModel):
    """Whether something is open to everybody, and why not."""

    is_open: bool
    reason: Words | None = Field(description="null if it is open")


class Options(ApiModel):
    """What people may do without an account."""

    model_config = example(
        registration={"isOpen": False, "reason": "Registration is switched off."},
        passwordReset={"isOpen": False, "reason": "This platform sends no mails."},
    )

    registration: Feature
    password_reset: Feature


class MailRequest(RequestModel):
    """The address to which a link is mailed."""

    model_config = example(email=_EMAIL)

    email: Email


class Registration(RequestModel):
    """The link of the mail, and what the owner of the address chooses."""

    model_config = example(
        token=_TOKEN,
        displayName="Nguyen An",
        password="brass kettle under snow",  # noqa: S106  # pragma: allowlist secret
    )

    token: LinkToken
    display_name: PlainText = Field(min_length=1, max_length=100, pattern=r"^\S(.*\S)?$")
    password: Password


class PasswordReset(RequestModel):
    """The link of the mail, and the new password."""

    model_config = example(
        token=_TOKEN,
        password="brass kettle under snow",  # noqa: S106  # pragma: allowlist secret
    )

    token: LinkToken
    password: Password


class MailRequested(ApiModel):
    """The same answer for every address, whether it has an account or not."""

    model_config = example(message="If this address can be registered, a mail with a link is on its way.")

    message: Words
