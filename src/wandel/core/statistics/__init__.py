"""Official statistics: readers for what the offices publish, figures with base, date and source, and checks on them."""
