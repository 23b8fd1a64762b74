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
    caller = callers(settings, policy or RetryPolicy())
    process, quota = vnstock_process(settings), vnstock_quota(settings)
    providers = [VnstockSource(provider, process, caller(provider, quota)) for provider in PROVIDERS]
    return SourceChain("vnstock", [*providers, _yahoo(settings, caller)])


def yahoo_prices(settings: Settings, policy: RetryPolicy | None = None) -> YahooSource:
    """Yahoo alone, for installations without vnstock: stocks, no index series."""
    return _yahoo(settings, callers(settings, policy or RetryPolicy()))


def vnstock_process(settings: Settings) -> VnstockProcess:
    """The process of vnstock, which starts with its first request."""
    key = settings.vnstock_api_key.get_secret_value() if settings.vnstock_api_key else None
    return VnstockProcess(settings.home / "vnstock", settings.price_timeout, settings.price_hosts, key)


def vnstock_quota(settings: Settings) -> Quota:
    """The calls that all uses of vnstock share."""
    of_terms = KEY_HOLDER_CALLS if settings.vnstock_api_key else GUEST_CALLS
    return Quota("vnstock", settings.vnstock_calls_per_minute or of_terms)


def _yahoo(settings: Settings, caller: Callable[[str, Quota], RetryingCaller]) -> YahooSource:
    quota = Quota("yahoo", settings.yahoo_calls_per_minute)
    return YahooSource(settings.price_timeout, settings.price_hosts, caller("yahoo", quota))


def callers(settings: Settings, policy: RetryPolicy) -> Callable[[str, Quota], RetryingCaller]:
    """A factory of callers that share one call limiter with all processes of this machine."""
    limiter = CallLimiter(settings.home / "price_calls.sqlite", policy.max_wait)

    def caller(vendor: str, quota: Quota) -> RetryingCaller:
        return RetryingCaller(vendor, quota, limiter, policy)

    return caller
