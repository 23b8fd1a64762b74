SELECT clock_timestamp() AS known_now;
