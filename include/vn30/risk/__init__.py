"""Risk of a stock, a list or a portfolio, and the back-test of each value at risk.

:mod:`~vn30.risk.assessment` puts together the measures of the other modules, which take arrays and return
figures; :mod:`~vn30.risk.sessions` computes and stores those of a session, :mod:`~vn30.risk.portfolio` those
of weights. Losses, volatilities and changes are shares of 1, losses are positive; ``docs/risk.md`` says what
each figure means.
"""
