"""Logistic regression, for the direction."""

from pydantic import Field

from vn30.models.base import Classifier, Enabled, ModelPart

FIT_SECONDS = 0.02


class LogisticConfig(ModelPart, title="Logistic regression"):
    """The probability of a rise by a linear model; for the target direction alone."""

    position = 55
    regresses = False
    classifies = True
    unscaled = "Without scaling, logistic regression suppresses small-valued features."

    enabled: Enabled = False
    c: float = Field(0.001, gt=0, le=1000, title="C", description="the smaller, the more it is regularised")

    def make_classifier(self, seed: int) -> Classifier:
        """The solver uses no random numbers; ``seed`` has no effect."""
        from sklearn.linear_model import LogisticRegression

        logistic: Classifier = LogisticRegression(C=self.c, max_iter=1000)
        return logistic

    def fit_seconds(self, rows: int, width: float) -> float:
        """A small constant: rows and features hardly affect it."""
        return FIT_SECONDS
