INSERT INTO market_state (market, source, follows_wall_clock, as_of_date)
VALUES (:market, :source, :follows_wall_clock, :as_of)
ON CONFLICT (is_only_row) DO UPDATE
    SET
        source = excluded.source,
        follows_wall_clock = excluded.follows_wall_clock,
        as_of_date = excluded.as_of_date,
        updated_at = now();
