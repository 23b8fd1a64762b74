"""What a portfolio of given weights is expected to be, by the returns and views of a problem."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measures:
    """Of weights; shares of 1.

    Attributes:
        volatility: by year.
        cvar95: mean loss of the worst 5 % of sessions, positive.
        expected_return: by year, as the method assumes it: the mean of the past returns, or that of Black and
            Litterman. It is no forecast that was proven.
        sharpe: expected return above the risk-free one over the volatility; None without volatility.
        diversification: weighted volatilities of the stocks over that of the portfolio, 1 or more; None
            without volatility (Y. Choueifaty and Y. Coignard, "Toward Maximum Diversification", *Journal of
            Portfolio Management* 35, 2008).
        names: stocks that are held.
    """

    volatility: float
    cvar95: float
    expected_return: float
    sharpe: float | None
    diversification: float | None
    names: int
