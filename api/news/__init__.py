"""``/news``: articles and the stocks that they name."""
