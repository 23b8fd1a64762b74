"""What fitted models use: coefficients, importances and contributions; and the selection of features."""
