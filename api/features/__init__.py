"""The training configuration that the team shares: read, validated, saved, and its versions."""
