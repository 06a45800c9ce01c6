"""Grant law: from the facts of a notice to its duties, its interest and its settlement. Plain values in, reasons out."""
