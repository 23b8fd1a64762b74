DELETE FROM market_table_summary;
