-- What holders of a stock get, and from which session on the price is without it. Cash and prices are VND.

CREATE TABLE corporate_actions (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    ex_date DATE NOT NULL,
    kind TEXT NOT NULL CHECK (
        kind IN ('cash_dividend', 'stock_dividend', 'bonus_issue', 'rights_issue', 'split', 'unknown')
    ),
    -- For each share held: cash, and new shares; of a rights issue, those that can be bought at issue_price.
    cash NUMERIC(18, 4) NOT NULL DEFAULT 0 CHECK (cash >= 0),
    ratio NUMERIC(18, 9) NOT NULL DEFAULT 0 CHECK (ratio >= 0),
    issue_price NUMERIC(18, 4) NOT NULL DEFAULT 0 CHECK (issue_price >= 0),
    -- Inferred from a restatement: by what it has multiplied earlier prices. Kind and terms are a guess then.
    factor NUMERIC(18, 9) CHECK (factor > 0),
    is_inferred BOOLEAN NOT NULL GENERATED ALWAYS AS (factor IS NOT NULL) STORED,
    source TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (stock_id, ex_date, kind, source)
);
