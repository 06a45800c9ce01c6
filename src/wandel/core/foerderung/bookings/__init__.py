"""Bookings of a town hall's finance system: which column means what, and every line as a payment or with what is wrong about it."""

from wandel.core.foerderung.bookings.columns import FIELDS, NEEDED, guess_columns
from wandel.core.foerderung.bookings.reading import BookingRecord, BookingTable, headings_of, read_bookings

__all__ = ["FIELDS", "NEEDED", "BookingRecord", "BookingTable", "guess_columns", "headings_of", "read_bookings"]
