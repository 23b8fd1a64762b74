INSERT INTO intraday_files (url)
VALUES (:url);
