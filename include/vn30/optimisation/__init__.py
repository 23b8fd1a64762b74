"""Optimal portfolios from what is held: methods, constraints, order lists and a walk-forward after costs."""
