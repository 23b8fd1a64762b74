-- Who is in the index when, index series beside the stocks, and what is known of the companies.

ALTER TABLE stocks
ADD COLUMN kind TEXT NOT NULL DEFAULT 'stock' CHECK (kind IN ('stock', 'index')),
ADD COLUMN shares_outstanding BIGINT CHECK (shares_outstanding > 0),
ADD COLUMN company_source TEXT,
ADD COLUMN company_asked_at TIMESTAMPTZ,
ADD COLUMN company_checked_at TIMESTAMPTZ;

-- An index is no stock to show or train; its bars (points, not VND) share tables, loader and checks.
ALTER TABLE stocks ADD CONSTRAINT an_index_is_never_active CHECK (kind = 'stock' OR NOT is_active);

-- effective_to is the first session on which the ticker is no member any more; NULL while it is one.
CREATE TABLE index_members (
    index_code TEXT NOT NULL,
    ticker TEXT NOT NULL,
    effective_from DATE NOT NULL,
    effective_to DATE CHECK (effective_to > effective_from),
    source TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (index_code, ticker, effective_from)
);
