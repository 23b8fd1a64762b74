"""Days on which the calendar of HOSE is corrected."""
