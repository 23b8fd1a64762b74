"""One sentence about a result, which does not promise more than the figures hold."""

from dataclasses import dataclass
from typing import Any, Literal

from vn30.backtesting.worth.curves import CurveFigures, Difference
from vn30.backtesting.worth.luck import CONFIDENT, Luck
from vn30.i18n.localized import joined, localized, localized_plural

Kind = Literal["no_trades", "loss", "could_be_luck", "not_above_holding", "above_holding"]


@dataclass(frozen=True)
class Verdict:
    """What kind of result it is, and the sentence that is shown with it."""

    kind: Kind
    sentence: str


def verdict(figures: CurveFigures, luck: Luck | None, to_held: Difference) -> Verdict:
    """The verdict on a result.

    A result is above holding if luck is excluded and the interval of the difference to holding is above 0.

    Args:
        luck: None of a simulation whose equity never changed.
        to_held: the difference to holding the same tickers.
    """
    if luck is None:
        sentence = localized("The equity never changed: there is nothing to judge.")
        return Verdict("no_trades", sentence)
    if figures.total_return <= 0:
        sentence = localized("Lost {percent:.1f} % after costs.", percent=-100 * figures.total_return)
        return Verdict("loss", sentence)
    if not luck.is_excluded:
        return Verdict("could_be_luck", _luck_sentence(luck))
    passed = localized(
        "Luck of {trials} does not explain it: deflated Sharpe ratio {ratio:.3f}, {limit:.2f} or more.",
        **_values(luck),
    )
    if not to_held.is_above:
        below = localized("It is not shown to be better than holding the same tickers.")
        return Verdict("not_above_holding", joined(" ", passed, below))
    above = localized("Its mean return is above that of holding the same tickers.")
    return Verdict("above_holding", joined(" ", passed, above))


def _luck_sentence(luck: Luck) -> str:
    sentence = localized(
        "Could be luck of {trials}: deflated Sharpe ratio {ratio:.3f}, below {limit:.2f}.", **_values(luck)
    )
    needed = luck.needed_observations
    if needed is None or needed <= luck.observations:
        return sentence
    more = localized(
        "Even a single trial with this ratio would need {needed:,} sessions; there are {observations:,}.",
        needed=needed,
        observations=luck.observations,
    )
    return joined(" ", sentence, more)


def _values(luck: Luck) -> dict[str, Any]:
    return {
        "trials": localized_plural("{count:,} trial", "{count:,} trials", luck.trials),
        "ratio": _cut(luck.deflated_sharpe),
        "limit": CONFIDENT,
    }


def cut_probability(value: float) -> str:
    """Three digits, cut and not rounded: 0.9499 must not read as 0.950."""
    return f"{_cut(value):.3f}"


def _cut(probability: float) -> float:
    return int(probability * 1000) / 1000
