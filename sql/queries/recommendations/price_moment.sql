SELECT price_moment() AS known_at;
