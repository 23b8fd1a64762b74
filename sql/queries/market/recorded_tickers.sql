SELECT DISTINCT ticker
FROM index_members
WHERE index_code = 'VN30';
