"""Whether a transaction can have happened, by the account before it."""

from vn30.i18n.localized import localized
from vn30.portfolio.account import Account, Holding, Problem
from vn30.portfolio.transactions import OF_A_STOCK, WITH_AMOUNT, Transaction


def due_of(entry: Transaction) -> int:
    """The cash that a transaction needs, in VND; 0 if it brings some or needs none."""
    if entry.kind in ("buy", "subscription", "stock_dividend"):
        return entry.value + entry.fee
    if entry.kind == "withdrawal":
        return entry.amount + entry.fee
    return entry.amount if entry.kind == "fee" else 0


def problem_of(account: Account, entry: Transaction) -> Problem | None:
    """Why a transaction cannot follow on the account: too few shares, or too little cash."""
    if entry.kind == "sell":
        held = account.holdings.get(entry.ticker or "", Holding())
        return _problem(entry, "quantity", _too_many(entry, held)) if _sells_too_many(entry, held) else None
    due = due_of(entry)
    if due > account.cash:
        missing = due - account.cash
        words = localized(
            "{due:,} VND are due and the cash is {cash:,} VND. Add a deposit of {missing:,} VND "
            "on or before that day first, or correct the transaction",
            due=due,
            cash=account.cash,
            missing=missing,
        )
        return _problem(entry, "amount" if entry.kind in WITH_AMOUNT else "quantity", words, missing)
    waiting = account.unsettled(entry.day) if entry.kind == "withdrawal" else 0
    if due > account.cash - waiting:
        words = localized(
            "{due:,} VND leave, and {arrived:,} VND have arrived by then; "
            "{waiting:,} VND of sales have not. Withdraw less, or later",
            due=due,
            arrived=max(account.cash - waiting, 0),
            waiting=waiting,
        )
        return _problem(entry, "amount", words)
    return None


def _problem(entry: Transaction, name: str, words: str, missing: int = 0) -> Problem:
    subject = f"{entry.ticker} on {entry.day}" if entry.kind in OF_A_STOCK else f"{entry.day}"
    return Problem(
        entry.number, entry.day, name, localized("{subject}: {words}.", subject=subject, words=words), missing
    )


def _sells_too_many(entry: Transaction, held: Holding) -> bool:
    return entry.quantity > held.sellable(entry.day)


def _too_many(entry: Transaction, held: Holding) -> str:
    sellable = held.sellable(entry.day)
    text = f"{entry.quantity:,} shares are sold and {sellable:,} can be sold on that day"
    waiting = sorted(lot.sellable_on for lot in held.lots if lot.sellable_on > entry.day)
    if waiting:
        text += f"; {held.quantity - sellable:,} more can be sold from {waiting[0]} on"
    at_most = f"Sell at most {sellable:,}, or add" if sellable else "Add"
    return f"{text}. {at_most} the missing purchase first"
