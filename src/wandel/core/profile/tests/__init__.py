"""Tests of the reader, and the invented county that serves every other area's tests too."""

from pathlib import Path

# Kreis Mittland: three municipalities side by side, every figure invented.
middle_county = Path(__file__).parent / "middle_county"
