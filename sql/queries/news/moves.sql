SELECT
    moves.article_id,
    moves.ticker,
    moves.session_date,
    moves.change_1,
    moves.vn30_change_1,
    moves.change_7,
    moves.vn30_change_7
FROM article_moves AS moves
WHERE moves.article_id = any(cast(:articles AS BIGINT[]))
ORDER BY moves.article_id, moves.ticker;
