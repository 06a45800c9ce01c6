"""Which programmes fit an idea, and why."""
