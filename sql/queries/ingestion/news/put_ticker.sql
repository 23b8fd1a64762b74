INSERT INTO news_article_tickers (article_id, ticker, words, kind)
VALUES (:article_id, :ticker, :words, :kind)
ON CONFLICT DO NOTHING;
