"""Builds the live sources of minutes from the settings."""

from vn30.settings import Settings
from vn30.sources.base import Quota
from vn30.sources.intraday.chain import MinuteChain
from vn30.sources.intraday.dnse import DnseMinutes
from vn30.sources.intraday.vnstock import VnstockMinutes
from vn30.sources.live import PROVIDERS, callers, vnstock_process, vnstock_quota
from vn30.sources.retry import RetryPolicy


def live_minutes(settings: Settings, policy: RetryPolicy | None = None) -> MinuteChain:
    """A chain of vnstock's providers and then DNSE; no process is started and no vendor is called yet."""
    caller = callers(settings, policy or RetryPolicy())
    process, quota = vnstock_process(settings), vnstock_quota(settings)
    providers = [VnstockMinutes(provider, process, caller(provider, quota)) for provider in PROVIDERS]
    return MinuteChain("vnstock", [*providers, dnse_minutes(settings, policy)])


def dnse_minutes(settings: Settings, policy: RetryPolicy | None = None) -> DnseMinutes:
    """DNSE alone, for installations without vnstock."""
    caller = callers(settings, policy or RetryPolicy())
    quota = Quota("dnse", settings.dnse_calls_per_minute)
    return DnseMinutes(settings.price_timeout, settings.price_hosts, caller("DNSE", quota))
