-- Each session with stored minutes: the day that they make up beside the daily bar, and whether both agree.
-- Prices that differ by no more than rounding (VND) are equal, as vn30.market.bars has it.
CREATE VIEW intraday_days AS
WITH compared AS (
    SELECT
        sessions.*,
        prices.open_price AS daily_open,
        prices.high_price AS daily_high,
        prices.low_price AS daily_low,
        prices.close_price AS daily_close,
        prices.volume AS daily_volume,
        prices.close_price / sessions.close_price AS factor,
        abs(sessions.open_price - prices.open_price) > 0.5 AS open_differs,
        abs(sessions.high_price - prices.high_price) > 0.5 AS high_differs,
        abs(sessions.low_price - prices.low_price) > 0.5 AS low_differs,
        abs(sessions.close_price - prices.close_price) > 0.5 AS close_differs,
        sessions.volume <> prices.volume AS volume_differs
    FROM intraday_sessions AS sessions
    LEFT JOIN stocks ON sessions.symbol = stocks.ticker
    LEFT JOIN stock_prices AS prices
        ON stocks.id = prices.stock_id AND sessions.session_date = prices.price_date
),

judged AS (
    SELECT
        compared.*,
        CASE
            WHEN compared.is_provisional THEN 'provisional'
            WHEN compared.daily_close IS NULL THEN 'no daily bar'
            WHEN
                NOT coalesce(compared.open_differs OR compared.high_differs OR compared.low_differs, FALSE)
                AND NOT compared.close_differs AND NOT coalesce(compared.volume_differs, FALSE) THEN 'equal'
            -- One factor for all four prices, further from 1 than ticks explain: a dividend or a split.
            WHEN
                abs(compared.factor - 1) > 0.002
                AND abs(compared.daily_open / compared.open_price - compared.factor) < 0.001
                AND abs(compared.daily_high / compared.high_price - compared.factor) < 0.001
                AND abs(compared.daily_low / compared.low_price - compared.factor) < 0.001 THEN 'adjusted'
            ELSE 'different'
        END AS verdict
    FROM compared
)

SELECT
    judged.symbol,
    judged.session_date,
    judged.bars,
    judged.open_price,
    judged.high_price,
    judged.low_price,
    judged.close_price,
    judged.volume,
    judged.daily_open,
    judged.daily_high,
    judged.daily_low,
    judged.daily_close,
    judged.daily_volume,
    judged.first_minute,
    judged.last_minute,
    judged.empty_minutes,
    judged.longest_gap,
    judged.has_close,
    judged.source,
    judged.verdict,
    CASE judged.verdict
        WHEN 'provisional' THEN 'The session had not settled when its minutes were fetched.'
        WHEN 'no daily bar' THEN 'There is no daily bar of this session.'
        WHEN 'adjusted'
            THEN
                'The prices of the daily bar are ' || trim_scale(round(judged.factor, 6))
                || ' times those of the minutes: adjusted for a dividend or a split since.'
        WHEN 'different'
            THEN
                'Not as in the daily bar: ' || (
                    SELECT string_agg(difference.text, ', ' ORDER BY difference.place)
                    FROM (
                        VALUES
                        (
                            1,
                            judged.open_differs,
                            'open ' || concat_ws(
                                ' for ', trim_scale(judged.open_price), trim_scale(judged.daily_open)
                            )
                        ),
                        (
                            2,
                            judged.high_differs,
                            'high ' || concat_ws(
                                ' for ', trim_scale(judged.high_price), trim_scale(judged.daily_high)
                            )
                        ),
                        (
                            3,
                            judged.low_differs,
                            'low ' || concat_ws(
                                ' for ', trim_scale(judged.low_price), trim_scale(judged.daily_low)
                            )
                        ),
                        (
                            4,
                            judged.close_differs,
                            'close ' || concat_ws(
                                ' for ', trim_scale(judged.close_price), trim_scale(judged.daily_close)
                            )
                        ),
                        (
                            5,
                            judged.volume_differs,
                            'volume ' || concat_ws(' for ', judged.volume, judged.daily_volume)
                        ),
                        (6, NOT judged.has_close, 'no bar of the closing auction'),
                        (
                            7,
                            judged.empty_minutes > 0,
                            judged.empty_minutes || ' minutes without a bar, ' || judged.longest_gap
                            || ' in a row'
                        )
                    ) AS difference (place, differs, text)
                    WHERE difference.differs
                ) || '.'
    END AS detail
FROM judged;
