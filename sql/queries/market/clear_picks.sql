DELETE FROM pick_summary;
