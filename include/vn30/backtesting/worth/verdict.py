"""One sentence about a result, which does not promise more than the figures hold."""

from dataclasses import dataclass
from typing import Literal

from vn30.backtesting.worth.curves import CurveFigures, Difference
from vn30.backtesting.worth.luck import CONFIDENT, Luck

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
        return Verdict("no_trades", "The equity never changed: there is nothing to judge.")
    if figures.total_return <= 0:
        lost = -100 * figures.total_return
        return Verdict("loss", f"Lost {lost:.1f} % after costs.")
    if not luck.is_excluded:
        return Verdict("could_be_luck", _luck_sentence(luck))
    ratio = f"deflated Sharpe ratio {cut_probability(luck.deflated_sharpe)}, {CONFIDENT:.2f} or more"
    passed = f"Luck of {_trials(luck)} does not explain it: {ratio}."
    if not to_held.is_above:
        return Verdict(
            "not_above_holding",
            f"{passed} It is not shown to be better than holding the same tickers.",
        )
    return Verdict("above_holding", f"{passed} Its mean return is above that of holding the same tickers.")


def _luck_sentence(luck: Luck) -> str:
    ratio = f"deflated Sharpe ratio {cut_probability(luck.deflated_sharpe)}, below {CONFIDENT:.2f}"
    sentence = f"Could be luck of {_trials(luck)}: {ratio}."
    needed = luck.needed_observations
    if needed is not None and needed > luck.observations:
        sentence += (
            f" Even a single trial with this ratio would need {needed:,} sessions; there are "
            f"{luck.observations:,}."
        )
    return sentence


def _trials(luck: Luck) -> str:
    return "1 trial" if luck.trials == 1 else f"{luck.trials:,} trials"


def cut_probability(value: float) -> str:
    """Three digits, cut and not rounded: 0.9499 must not read as 0.950."""
    return f"{int(value * 1000) / 1000:.3f}"
