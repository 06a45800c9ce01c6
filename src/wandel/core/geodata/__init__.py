"""Geodata as plain arrays: reading every format, one coordinate system (EPSG:25832), geometry repaired with a report."""
