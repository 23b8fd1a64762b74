DELETE FROM lookahead_differences
WHERE check_id = :check_id;
