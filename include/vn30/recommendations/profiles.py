"""The profiles of recommendations: what a forecast must say before a profile buys or sells by it.

The document is the Airflow Variable ``vn30_recommendation_profiles``. The default thresholds were chosen on
sessions up to 2022 (``docs/recommendations.md``).
"""

import hashlib
import json
from typing import Any, Literal, get_args

from pydantic import Field, ValidationError, model_validator

from vn30.config_part import ConfigPart, Fault, fault
from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.i18n.validation import fault_message

ProfileName = Literal["conservative", "moderate", "aggressive"]
PROFILES: tuple[ProfileName, ...] = get_args(ProfileName)

_BOM = "\ufeff"


class InvalidProfiles(WrongInput):
    """The document of the profiles is invalid; ``faults`` has one for each invalid field."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        lines = [f"- {path or 'document'}: {message}" for path, message in faults]
        super().__init__("The recommendation profiles are invalid:\n" + "\n".join(lines))


class Profile(ConfigPart, title="Profile"):
    """The thresholds of one profile. Percentages are of the price, shares are between 0 and 1."""

    minimum_confidence: float = Field(
        ge=0.3,
        le=0.95,
        title="Minimum confidence",
        description="the least chance that the claim of BUY or SELL comes true",
    )
    minimum_gain_pct: float = Field(
        ge=-5,
        le=20,
        title="Minimum gain over costs",
        description="the least expected return against the VN30 after the costs of the trade, in percent",
    )
    maximum_downside_pct: float = Field(
        gt=0,
        le=60,
        title="Maximum downside",
        description="how far the lower bound of the forecast's interval may be below the price, in percent",
    )
    maximum_volatility_pct: float = Field(
        gt=0,
        le=200,
        title="Maximum volatility",
        description="of daily returns over the last 60 sessions, in percent a year",
    )
    minimum_traded_value: float = Field(
        ge=0,
        le=1e13,
        title="Minimum traded value",
        description="mean value that was traded a session over the last 20 sessions, in VND",
    )
    maximum_names: int = Field(
        ge=1, le=30, title="Number of names", description="the most stocks with BUY at one horizon"
    )
    stop_multiple: float = Field(
        gt=0,
        le=5,
        title="Stop-loss",
        description="its distance from the entry price, in volatilities over the horizon",
    )
    target_multiple: float = Field(
        gt=0,
        le=10,
        title="Take-profit",
        description="its distance from the entry price, in volatilities over the horizon",
    )


class CostConfig(ConfigPart, title="Costs"):
    """What trades cost. The tax on sales is a rule of the market, by date."""

    fee_pct: float = Field(
        0.15,
        ge=0,
        le=0.5,
        title="Brokerage fee",
        description="of the value of a trade, either side, in percent",
    )


class RecommendationProfiles(ConfigPart, title="Recommendation profiles"):
    """The document of all profiles."""

    costs: CostConfig = CostConfig()
    conservative: Profile = Profile(
        minimum_confidence=0.46,
        minimum_gain_pct=0.2,
        maximum_downside_pct=10,
        maximum_volatility_pct=35,
        minimum_traded_value=50e9,
        maximum_names=3,
        stop_multiple=1.5,
        target_multiple=2.0,
    )
    moderate: Profile = Profile(
        minimum_confidence=0.45,
        minimum_gain_pct=0.1,
        maximum_downside_pct=15,
        maximum_volatility_pct=45,
        minimum_traded_value=20e9,
        maximum_names=5,
        stop_multiple=2.0,
        target_multiple=3.0,
    )
    aggressive: Profile = Profile(
        minimum_confidence=0.44,
        minimum_gain_pct=0.0,
        maximum_downside_pct=25,
        maximum_volatility_pct=80,
        minimum_traded_value=5e9,
        maximum_names=8,
        stop_multiple=2.5,
        target_multiple=4.0,
    )

    @model_validator(mode="after")
    def _are_in_order(self) -> "RecommendationProfiles":
        """A bolder profile does not ask for more confidence than a more careful one."""
        confidences = [self.named(name).minimum_confidence for name in PROFILES]
        if confidences != sorted(confidences, reverse=True):
            raise fault(
                "moderate.minimumConfidence",
                localized(
                    "conservative must ask for at least as much as moderate, and moderate as aggressive"
                ),
            )
        return self

    def named(self, name: ProfileName) -> Profile:
        """The profile ``name``."""
        profile: Profile = getattr(self, name)
        return profile


def parse_profiles(document: Any) -> RecommendationProfiles:
    """Validate the document; missing parts have their defaults.

    Args:
        document: JSON text or the decoded document; None: all defaults.

    Raises:
        InvalidProfiles: the document has faults; the exception has one for each invalid field.
    """
    if document is None:
        return RecommendationProfiles()
    text = document if isinstance(document, str) else json.dumps(document)
    try:
        return RecommendationProfiles.model_validate_json(text.removeprefix(_BOM))
    except ValidationError as error:
        raise InvalidProfiles(
            [
                Fault(
                    details.get("ctx", {}).get("field_path") or ".".join(map(str, details["loc"])),
                    fault_message(details),
                )
                for details in error.errors()
            ]
        ) from error


def document_of(profiles: RecommendationProfiles) -> dict[str, Any]:
    """The complete document as it is stored."""
    return profiles.model_dump(mode="json", by_alias=True)


def default_document() -> dict[str, Any]:
    """The default profiles as a JSON document."""
    return document_of(RecommendationProfiles())


def profiles_schema() -> dict[str, Any]:
    """The JSON schema of the document, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **RecommendationProfiles.model_json_schema(),
    }


def canonical_json(document: Any) -> str:
    """``document`` as JSON with sorted keys and no spaces: equal documents are equal byte for byte."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def content_hash(document: Any) -> str:
    """SHA-256, in hexadecimal digits, of :func:`canonical_json`."""
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()
