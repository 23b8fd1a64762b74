"""Today's prices from the vendors, as the settings want them."""

from collections.abc import Callable

from vn30.settings import Settings
from vn30.sources.base import Quota
from vn30.sources.chain import SourceChain
from vn30.sources.limiter import CallLimiter
from vn30.sources.polite import Patience, PoliteCaller
from vn30.sources.vnstock_company import Provider
from vn30.sources.vnstock_process import VnstockProcess
from vn30.sources.vnstock_source import GUEST_CALLS, KEY_HOLDER_CALLS, VnstockSource
from vn30.sources.yahoo import YahooSource

PROVIDERS: tuple[Provider, ...] = ("VCI", "KBS")


def live_prices(settings: Settings, patience: Patience | None = None) -> SourceChain:
    """The providers of vnstock and then Yahoo; nothing is started or called yet."""
    caller = _callers(settings, patience or Patience())
    key = settings.vnstock_api_key.get_secret_value() if settings.vnstock_api_key else None
    calls = settings.vnstock_calls_per_minute or (KEY_HOLDER_CALLS if key else GUEST_CALLS)
    process = VnstockProcess(settings.home / "vnstock", settings.price_timeout, settings.price_hosts, key)
    providers = [
        VnstockSource(provider, process, caller(provider, Quota("vnstock", calls))) for provider in PROVIDERS
    ]
    return SourceChain("vnstock", [*providers, _yahoo(settings, caller)])


def yahoo_prices(settings: Settings, patience: Patience | None = None) -> YahooSource:
    """Yahoo alone, for those who do without vnstock: stocks, no index series."""
    return _yahoo(settings, _callers(settings, patience or Patience()))


def _yahoo(settings: Settings, caller: Callable[[str, Quota], PoliteCaller]) -> YahooSource:
    quota = Quota("yahoo", settings.yahoo_calls_per_minute)
    return YahooSource(settings.price_timeout, settings.price_hosts, caller("yahoo", quota))


def _callers(settings: Settings, patience: Patience) -> Callable[[str, Quota], PoliteCaller]:
    """What makes callers that share one record of calls with all processes of this machine."""
    limiter = CallLimiter(settings.home / "price_calls.sqlite", patience.longest_wait)

    def caller(vendor: str, quota: Quota) -> PoliteCaller:
        return PoliteCaller(vendor, quota, limiter, patience)

    return caller
