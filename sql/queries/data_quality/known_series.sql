SELECT spans.ticker
FROM series_spans AS spans
WHERE spans.ticker = :ticker;
