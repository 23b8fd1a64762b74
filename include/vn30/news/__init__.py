"""Articles as data: which stocks they name, and which of them are the same article."""
