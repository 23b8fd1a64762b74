"""What fitted models use: coefficients with errors, importances, contributions, and the selection of features."""
