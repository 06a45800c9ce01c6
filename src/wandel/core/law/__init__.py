"""General law with a date on it: periods, holidays, Bekanntgabe, Basiszinssatz. No clock, no database, no network."""
