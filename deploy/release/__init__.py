"""``make release``: builds what a version consists of from one commit. See ``docs/supply-chain.md``."""
