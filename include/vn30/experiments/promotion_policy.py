"""How a training run's version succeeds the champion; see :mod:`vn30.experiments.champions`."""

from dataclasses import dataclass

from vn30.names import Evidence, Promotion


@dataclass(frozen=True)
class PromotionPolicy:
    """The policy of the training DAG's settings.

    Attributes:
        promotion: ``newest``, ``rule`` or ``person``.
        evidence: what ``rule`` compares: ``live``: realised forecasts that both lines made before the outcome
            was known; ``test``: the out-of-sample forecasts of both versions' test parts.
        min_sessions: sessions that both must have in common.
    """

    promotion: Promotion = "newest"
    evidence: Evidence = "live"
    min_sessions: int = 60
