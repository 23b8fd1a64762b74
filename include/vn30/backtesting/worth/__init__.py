"""What the result of a simulation is worth: figures with their errors, costs, benchmarks, and luck.

:mod:`~vn30.backtesting.worth.assessment` puts the other modules together. All are pure functions of
arrays. Returns, volatilities, drawdowns and rates are shares of 1, costs are VND; ``docs/simulation.md`` says
what each figure means.
"""
