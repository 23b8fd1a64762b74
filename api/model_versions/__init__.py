"""Versions of the models: lineage, scores, champions, promotion, roll-back and deletion."""
