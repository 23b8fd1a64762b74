"""All long work that users have asked for, in one shape."""
