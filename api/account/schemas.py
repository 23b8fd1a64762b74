"""Requests and answers of ``/account``."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from api.core.schemas import ApiModel, RequestModel, example
from vn30.i18n.language import Language
from vn30.users.accounts import Role
from vn30.users.preferences import MAX_COST_PCT, HorizonDays, Profile
from vn30.users.strength import MAX_LENGTH, MIN_LENGTH

_SIGN_IN = {
    "id": "3f0a5b86-5c1f-4c4e-9d55-0e5f7f3f8a10",
    "address": "127.0.0.1",
    "userAgent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0",
    "signedInAt": "2026-11-30T08:00:00Z",
    "lastUsedAt": "2026-11-30T09:45:00Z",
    "expiresAt": "2026-12-07T09:45:00Z",
    "isCurrent": True,
}


class SignIn(ApiModel):
    """A sign-in of the caller that has not ended."""

    model_config = example(**_SIGN_IN)

    id: UUID
    address: str = Field(description="IPv4 address or IPv6 network from which it was made")
    user_agent: str | None = Field(description="what the browser or program called itself")
    signed_in_at: datetime
    last_used_at: datetime = Field(description="when it last got tokens, which it does every 15 minutes")
    expires_at: datetime
    is_current: bool = Field(description="whether this request belongs to it")


class EndSignIns(RequestModel):
    """Which sign-ins to end."""

    keep_current: bool = Field(description="whether the sign-in of this request stays")


class PasswordChange(RequestModel):
    """The current and the new password."""

    model_config = example(currentPassword="old words of mine", newPassword="brass kettle under snow")

    current_password: str = Field(min_length=1, max_length=MAX_LENGTH)
    new_password: str = Field(
        min_length=1,
        max_length=MAX_LENGTH,
        description=f"{MIN_LENGTH} characters or more that are hard to guess",
    )


class Deletion(RequestModel):
    """What proves that the caller means to delete the account."""

    model_config = example(username="user-4f9c21aa3b", password="brass kettle under snow")  # noqa: S106

    username: str = Field(min_length=1, max_length=100, description="of the caller, typed again")
    password: str = Field(min_length=1, max_length=MAX_LENGTH)


class Account(ApiModel):
    """The caller's account."""

    model_config = example(
        username="user-4f9c21aa",
        displayName="Nguyen An",
        email="an@example.com",
        role="end_user",
        createdAt="2026-11-30T08:00:00Z",
    )

    username: str
    display_name: str
    email: str | None = Field(description="confirmed mail address; null: the account gets no mails")
    role: Role
    created_at: datetime


_SETTINGS = {
    "preferredProfile": "moderate",
    "defaultHorizonDays": 15,
    "feePct": 0.15,
    "taxPct": 0.1,
    "mailOnLabelChange": False,
    "language": "vi",
}
_LANGUAGE = "of the app and of mails"
_PROFILE = "whose recommendations are shown first"
_MAILS = "whether a changed label of a stock of My List is mailed"
_FEE = "brokerage fee in percent of the value of a trade, on either side"
_TAX = "tax in percent of the value of a sale"


class AccountSettings(ApiModel):
    """What the caller has chosen; defaults where nothing was."""

    model_config = example(**_SETTINGS)

    preferred_profile: Profile = Field(description=_PROFILE)
    default_horizon_days: HorizonDays = Field(description="trading sessions")
    fee_pct: float = Field(description=_FEE)
    tax_pct: float = Field(description=_TAX)
    mail_on_label_change: bool = Field(description=_MAILS)
    language: Language | None = Field(
        description=f"{_LANGUAGE}; null: not chosen, the app follows the browser"
    )


class AccountSettingsChange(RequestModel):
    """Changes of the caller's settings. Omitted or null fields stay unchanged."""

    model_config = example(preferredProfile="conservative", mailOnLabelChange=True)

    preferred_profile: Profile | None = Field(None, description=_PROFILE)
    default_horizon_days: HorizonDays | None = Field(None, description="trading sessions")
    fee_pct: float | None = Field(None, ge=0, le=MAX_COST_PCT, description=_FEE)
    tax_pct: float | None = Field(None, ge=0, le=MAX_COST_PCT, description=_TAX)
    mail_on_label_change: bool | None = Field(None, description=_MAILS)
    language: Language | None = Field(None, description=_LANGUAGE)


class AcceptedText(ApiModel):
    """A risk text that the caller has accepted."""

    version: int
    language: Language = Field(description="of the text that was shown")
    accepted_at: datetime


class Consent(ApiModel):
    """The newest risk text, and which texts the caller has accepted."""

    model_config = example(
        version=1,
        language="en",
        text="Recommendations are information, and no investment advice.",
        isRequired=False,
        accepted=[{"version": 1, "language": "en", "acceptedAt": "2026-11-30T08:05:00Z"}],
    )

    version: int = Field(description="of the newest text; the same in all languages")
    language: Language = Field(description="of the text, by `Accept-Language`")
    text: str = Field(description="Markdown: paragraphs and lists")
    is_required: bool = Field(description="whether the caller has yet to accept this version")
    accepted: list[AcceptedText] = Field(description="newest version first")


class ConsentGiven(RequestModel):
    """The version and language of the risk text that the caller has read and accepts."""

    model_config = example(version=1, language="en")

    version: int = Field(ge=1, le=1_000_000)
    language: Language | None = Field(
        None, description="of the text that was shown; null: that of `Accept-Language`"
    )
