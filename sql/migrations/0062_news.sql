-- News: link and summary of articles, the feeds that had them, and the stocks that they name.

-- What a feed has answered last: its validators for the next conditional request, and its fault, if any.
CREATE TABLE news_feeds (
    feed TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    asked_at TIMESTAMPTZ,
    answered_at TIMESTAMPTZ,
    -- Usable articles of its newest answer with content, those among them that were new, and entries refused.
    listed INTEGER NOT NULL DEFAULT 0,
    added INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    -- The feed has asked for a pause until then.
    paused_until TIMESTAMPTZ,
    -- Null while it answers; else what is wrong, since when.
    problem TEXT,
    failing_since TIMESTAMPTZ,
    CHECK ((problem IS NULL) = (failing_since IS NULL))
);

-- Plain text alone; nothing of an article is kept as HTML.
CREATE TABLE news_articles (
    id BIGSERIAL PRIMARY KEY,
    canonical_url TEXT NOT NULL UNIQUE CHECK (canonical_url ~ '^https?://'),
    title TEXT NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
    summary TEXT CHECK (char_length(summary) BETWEEN 1 AND 600),
    published_at TIMESTAMPTZ NOT NULL,
    -- feed: the date that the feed gives; first_seen: it gives none, or one in the future.
    dated_by TEXT NOT NULL CHECK (dated_by IN ('feed', 'first_seen')),
    first_seen_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX idx_news_articles_published ON news_articles (published_at DESC, id DESC);

-- The same article in several feeds is one article with several sources.
CREATE TABLE news_article_sources (
    article_id BIGINT NOT NULL REFERENCES news_articles (id) ON DELETE CASCADE,
    feed TEXT NOT NULL,
    url TEXT NOT NULL CHECK (url ~ '^https?://'),
    first_seen_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (article_id, feed)
);

-- A feed that links a near-equal article again is recognised by its link.
CREATE INDEX idx_news_article_sources_url ON news_article_sources (url);

CREATE TABLE news_article_tickers (
    article_id BIGINT NOT NULL REFERENCES news_articles (id) ON DELETE CASCADE,
    ticker TEXT NOT NULL,
    -- The words of the article that name it, and how: kinds of vn30.news.matching, or 'vendor'.
    words TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (article_id, ticker)
);

CREATE INDEX idx_news_article_tickers_ticker ON news_article_tickers (ticker, article_id DESC);

-- Each run of the crawler, for the note of its run.
CREATE TABLE news_runs (
    airflow_run_id TEXT PRIMARY KEY,
    started_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    feeds TEXT[] NOT NULL,
    summary TEXT
);
