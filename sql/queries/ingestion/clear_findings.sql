DELETE FROM crawl_findings
WHERE crawl_id = :crawl_id;
