"""Schools and childcare: reading the open data of the Land and a county's own list, names, places, and what to know."""
