"""Grant law: from the facts of a notice to its duties, interest and settlement. Plain values in, reasons out."""
