"""Sources of news: RSS and Atom feeds, and the news of companies from VCI."""
