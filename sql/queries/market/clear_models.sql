DELETE FROM model_summary;
