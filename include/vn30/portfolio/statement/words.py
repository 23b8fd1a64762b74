"""The words by which statements name kinds of transactions, in English and Vietnamese."""

from collections.abc import Sequence

from vn30.portfolio.transactions import Kind
from vn30.sources.csv.names import plain

_WORDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("stock_dividend", ("stockdividend", "bonusshare", "cotucbangcophieu", "cotuccophieu", "cophieuthuong")),
    ("subscription", ("subscription", "rightsissue", "exerciserights", "quyenmua", "muaphathanhthem")),
    ("cash_dividend", ("dividend", "cotuc")),
    ("deposit", ("deposit", "cashin", "noptien", "naptien", "nhanchuyenkhoan")),
    ("withdrawal", ("withdraw", "cashout", "ruttien", "chuyenkhoanra")),
    ("sell", ("sell", "sold", "lenhban", "bankhop", "bancophieu")),
    ("buy", ("buy", "bought", "purchase", "lenhmua", "muakhop", "muacophieu")),
    ("fee", ("fee", "charge", "phi")),
)
"""Parts of a cell's plain letters; the first kind that has one counts."""

_WHOLE: dict[str, Kind] = {
    "mua": "buy",
    "m": "buy",
    "ban": "sell",
    "s": "sell",
    "rut": "withdrawal",
    "nop": "deposit",
}
_AMBIGUOUS = "b"
"""Buy in English, bán (sell) in Vietnamese."""


def kinds_of(cells: Sequence[str]) -> list[Kind | None]:
    """The kinds that the cells of a column name; None where no word is known.

    A lone B is a purchase beside S, and a sale beside M: without either of them it is not known.
    """
    letters = [plain(cell) for cell in cells]
    lone: Kind | None = None
    if "s" in letters and "m" not in letters:
        lone = "buy"
    elif "m" in letters and "s" not in letters:
        lone = "sell"
    return [lone if word == _AMBIGUOUS else _kind(word) for word in letters]


def _kind(word: str) -> Kind | None:
    if word in _WHOLE:
        return _WHOLE[word]
    return next((kind for kind, parts in _WORDS if any(part in word for part in parts)), None)
