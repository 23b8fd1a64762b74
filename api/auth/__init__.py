"""Authentication and authorisation: sign-ins, tokens, guards, rate limits."""
