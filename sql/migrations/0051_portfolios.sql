-- Portfolios of users and their transactions. Amounts and prices are whole VND; prices are as traded.

CREATE TABLE portfolios (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    -- Share of the value of a trade that the broker charges, where a transaction does not say it.
    fee_rate NUMERIC(6, 5) NOT NULL CHECK (fee_rate BETWEEN 0 AND 0.005),
    -- Whether offered shares are bought on the ex-date, as far as the cash allows it.
    takes_up_rights BOOLEAN NOT NULL,
    -- Made up by the demo.
    is_sample BOOLEAN NOT NULL DEFAULT FALSE,
    created_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (user_id, name)
);

-- Append-only: a wrong transaction is reversed by another one. quantity and price are of trades,
-- amount of all others.
CREATE TABLE portfolio_transactions (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    portfolio_id UUID NOT NULL REFERENCES portfolios (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (
        kind IN (
            'buy', 'sell', 'subscription', 'deposit', 'withdrawal', 'cash_dividend', 'stock_dividend',
            'fee', 'reversal'
        )
    ),
    day DATE NOT NULL,
    stock_id BIGINT REFERENCES stocks (id),
    quantity BIGINT NOT NULL CHECK (quantity >= 0),
    price BIGINT NOT NULL CHECK (price >= 0),
    amount BIGINT NOT NULL CHECK (amount >= 0),
    fee BIGINT NOT NULL CHECK (fee >= 0),
    tax BIGINT NOT NULL CHECK (tax >= 0),
    reverses BIGINT UNIQUE REFERENCES portfolio_transactions (id) ON DELETE CASCADE,
    origin TEXT NOT NULL CHECK (origin IN ('entered', 'imported', 'sample')),
    note TEXT NOT NULL,
    -- The same key is recorded once: of a request, or of a line of a file.
    entry_key TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (portfolio_id, entry_key),
    CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
    CHECK (
        (kind IN ('buy', 'sell', 'subscription', 'cash_dividend', 'stock_dividend')) = (stock_id IS NOT NULL)
    )
);

CREATE INDEX portfolio_transactions_day ON portfolio_transactions (portfolio_id, day, id);

CREATE FUNCTION refuse_change_of_transaction() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'portfolio_transactions is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER portfolio_transactions_are_final
BEFORE UPDATE ON portfolio_transactions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_transaction();
