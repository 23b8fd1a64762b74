-- Market data: what is traded, when, and at which prices. Prices are VND.

CREATE TABLE stocks (
    id BIGSERIAL PRIMARY KEY,
    ticker TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sector TEXT,
    exchange TEXT,
    description TEXT,
    logo_url TEXT,
    financial_report_url TEXT,
    company_website_url TEXT,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE watchlist_items (
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    added_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, stock_id)
);

CREATE TABLE trading_sessions (
    session_date DATE PRIMARY KEY,
    opens_at TIMESTAMPTZ NOT NULL,
    closes_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE stock_prices (
    id BIGSERIAL PRIMARY KEY,
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    price_date DATE NOT NULL,
    open_price NUMERIC(18, 4),
    high_price NUMERIC(18, 4),
    low_price NUMERIC(18, 4),
    close_price NUMERIC(18, 4) NOT NULL,
    volume BIGINT,
    source TEXT NOT NULL,
    fetched_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (stock_id, price_date)
);

CREATE INDEX idx_stock_prices_stock_date ON stock_prices (stock_id, price_date DESC);

-- One row: which market this database holds, and up to when. Simulated and real prices never mix.
CREATE TABLE market_state (
    is_only_row BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (is_only_row),
    market TEXT NOT NULL CHECK (market IN ('simulated', 'real')),
    source TEXT NOT NULL,
    follows_wall_clock BOOLEAN NOT NULL,
    as_of_date DATE NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
