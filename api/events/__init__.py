"""Events of the platform's own data, alone and in one list with the news."""
