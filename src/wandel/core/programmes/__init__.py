"""Reading the programmes of the federal Förderdatenbank: its XML export and the weekly table made from it."""
