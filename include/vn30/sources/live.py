"""Builds the live sources from the settings."""

from collections.abc import Callable

from vn30.settings import Settings
from vn30.sources.base import Quota
from vn30.sources.chain import SourceChain
from vn30.sources.rate_limiter import CallLimiter
from vn30.sources.retry import RetryingCaller, RetryPolicy
from vn30.sources.vnstock.company import Provider
from vn30.sources.vnstock.process import VnstockProcess
from vn30.sources.vnstock.source import GUEST_CALLS, KEY_HOLDER_CALLS, VnstockSource
from vn30.sources.yahoo import YahooSource

PROVIDERS: tuple[Provider, ...] = ("VCI", "KBS")


def live_prices(settings: Settings, policy: RetryPolicy | None = None) -> SourceChain:
    """A chain of vnstock's providers and then Yahoo; no process is started and no vendor is called yet."""
    caller = _callers(settings, policy or RetryPolicy())
    key = settings.vnstock_api_key.get_secret_value() if settings.vnstock_api_key else None
    calls = settings.vnstock_calls_per_minute or (KEY_HOLDER_CALLS if key else GUEST_CALLS)
    process = VnstockProcess(settings.home / "vnstock", settings.price_timeout, settings.price_hosts, key)
    providers = [
        VnstockSource(provider, process, caller(provider, Quota("vnstock", calls))) for provider in PROVIDERS
    ]
    return SourceChain("vnstock", [*providers, _yahoo(settings, caller)])


def yahoo_prices(settings: Settings, policy: RetryPolicy | None = None) -> YahooSource:
    """Yahoo alone, for installations without vnstock: stocks, no index series."""
    return _yahoo(settings, _callers(settings, policy or RetryPolicy()))


def _yahoo(settings: Settings, caller: Callable[[str, Quota], RetryingCaller]) -> YahooSource:
    quota = Quota("yahoo", settings.yahoo_calls_per_minute)
    return YahooSource(settings.price_timeout, settings.price_hosts, caller("yahoo", quota))


def _callers(settings: Settings, policy: RetryPolicy) -> Callable[[str, Quota], RetryingCaller]:
    """A factory of callers that share one call limiter with all processes of this machine."""
    limiter = CallLimiter(settings.home / "price_calls.sqlite", policy.max_wait)

    def caller(vendor: str, quota: Quota) -> RetryingCaller:
        return RetryingCaller(vendor, quota, limiter, policy)

    return caller
