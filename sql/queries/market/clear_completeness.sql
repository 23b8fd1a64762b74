DELETE FROM completeness_summary;
