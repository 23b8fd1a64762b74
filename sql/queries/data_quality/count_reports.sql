SELECT count(*) AS total
FROM crawl_reports;
