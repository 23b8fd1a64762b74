"""The names that vendors and programs give to the columns of prices, in English and Vietnamese.

Those of CafeF, Vietstock, SSI, FireAnt, DNSE, Investing.com, AmiBroker, MetaStock, Yahoo and vnstock are
among them.
"""

import re
from collections.abc import Sequence

from vn30.market.bars import MARKET_COLUMNS, PRICE_COLUMNS
from vn30.market.universe import INDICES, known_stocks
from vn30.sources.csv.cells import tidy, without_accents

_NAMES = {
    "symbol": "symbol ticker tickers code stockcode stocksymbol stock securitycode secid sid instrument "
    "mack ma machungkhoan macophieu macp chungkhoan cophieu",
    "date": "date dtyyyymmdd dateyyyymmdd dateymd datedmy datemdy tradingdate tradedate dateoftrade "
    "ngay ngaygiaodich ngaygd ngaythang datetime timestamp time thoigian t",
    "open": "open openprice priceopen openingprice giamocua mocua giamo mo o",
    "high": "high highprice pricehigh highest highestprice giacaonhat caonhat giacao cao h",
    "low": "low lowprice pricelow lowest lowestprice giathapnhat thapnhat giathap thap l",
    "close": "close closeprice priceclose closingprice giadongcua dongcua giadong dong last lastprice price "
    "lancuoi c",
    "volume": "volume vol totalvolume totalvol tradingvolume matchvolume matchedvolume dealvolume nmvolume "
    "khoiluong khoiluonggiaodich khoiluonggd khoiluongkhoplenh klgd klkhoplenh klgdkhoplenh tongkhoiluong "
    "tongklgd tongkl gdkhoplenhkl gdkhoplenhklgd giaodichkhoplenhkl khoplenhkl khoplenhklgd kl v",
}
_ALIASES = {field: tuple(names.split()) for field, names in _NAMES.items()}

# Of TradingView (HOSE:FPT), Yahoo (FPT.VN), Reuters (FPT.HM) and others, in upper case.
_SYMBOL_FORMS = (
    (r"^(?:HOSE|HSX|HNX|UPCOM):|^\^", ""),
    (r"\.(?:VN|HM|HN)$", ""),
    (r"^(VN|VN30)[- ]?INDEX$", r"\1"),
    (r"^VN$", "VNINDEX"),
)

# Adjusted prices beside those of trading, each a complete set: CafeF's <OpenFixed>, and "Adj. Open".
_ADJUSTED = ("{}fixed", "adj{}", "adjusted{}")

_NOT_SHARES = re.compile(
    r"[(\[][^)\]]*(?:\bx ?\d|\d0\b|\b(?:nghin|ngan|trieu|ty|thousands?|millions?|mn|mio|lots?|lo|[kmb])\b"
    r"|\b(?:k?vnd|usd|dong)\b)"
)
"""A unit in the name of a column of volumes, in parentheses, that is not shares: (x10), (nghìn CP)."""


class RepeatedColumn(ValueError):
    """A column of prices is in the header more than once; the message is its name."""


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """The positions of :data:`vn30.market.bars.MARKET_COLUMNS` in a header, of those that it has.

    Case, accents, spaces, signs and units in parentheses do not count. Of several names of a field the
    earlier one above is taken. A complete set of adjusted prices is preferred to the others.

    Raises:
        RepeatedColumn: the name of a column appears twice.
    """
    names = [plain(name) for name in header]
    found = {}
    for field in MARKET_COLUMNS:
        name = next((alias for alias in _ALIASES[field] if alias in names), None)
        if name is None:
            continue
        if names.count(name) > 1:
            raise RepeatedColumn(header[names.index(name)].strip())
        found[field] = names.index(name)
    for form in _ADJUSTED:
        adjusted = [form.format(field) for field in PRICE_COLUMNS]
        if set(adjusted) <= set(names):
            found |= {field: names.index(name) for field, name in zip(PRICE_COLUMNS, adjusted, strict=True)}
    return found


def plain(name: str) -> str:
    """The letters and digits of a name in lower case, without accents and without what is in parentheses."""
    name = re.sub(r"\(.*?\)|\[.*?\]", "", name)
    return "".join(letter for letter in without_accents(name) if letter.isalnum())


def is_scaled(name: str) -> bool:
    """Whether the name of a column of volumes states another unit than shares."""
    return _NOT_SHARES.search(without_accents(name)) is not None


def plain_symbol(symbol: str) -> str:
    """A symbol as the platform writes it: FPT for `` fpt.vn``."""
    symbol = tidy(symbol).upper()
    for pattern, replacement in _SYMBOL_FORMS:
        symbol = re.sub(pattern, replacement, symbol)
    return symbol


def symbol_in(file_name: str) -> str | None:
    """The one known stock or index that is a word of a file name, as FPT of ``FPT Historical Data.csv``."""
    words = set(re.split(r"[^A-Z0-9]+", file_name.upper()))
    known = words.intersection(INDICES).union(
        stock.ticker for stock in known_stocks() if stock.ticker in words
    )
    return known.pop() if len(known) == 1 else None
