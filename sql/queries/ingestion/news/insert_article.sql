INSERT INTO news_articles (canonical_url, title, summary, published_at, dated_by, first_seen_at)
VALUES (:canonical_url, :title, :summary, :published_at, :dated_by, :first_seen_at)
RETURNING id;
