"""Readers of one cell each: the value, or ValueError with what to write instead."""

from collections.abc import Callable
from datetime import date


def read_digits(count: int, what: str) -> Callable[[str], str]:
    """A reader of keys of so many digits; ``what`` names them in its error."""

    def read(cell: str) -> str:
        if len(cell) != count or not (cell.isascii() and cell.isdigit()):
            raise ValueError(f"{what} has {count} digits, a leading zero included.")
        return cell

    return read


def read_ags(cell: str) -> str:
    """A municipality's AGS (8 digits) or a county's (5)."""
    if len(cell) not in {5, 8} or not (cell.isascii() and cell.isdigit()):
        raise ValueError("An AGS has 8 digits, a county's 5, a leading zero included.")
    return cell


def read_whole(cell: str) -> int:
    """A whole number from zero up."""
    if not (cell.isascii() and cell.isdigit()):
        raise ValueError("Write digits only, no point, comma, space or sign.")
    return int(cell)


def read_day(cell: str) -> date:
    """A day as year-month-day."""
    if len(cell) == 10:
        try:
            return date.fromisoformat(cell)
        except ValueError:
            pass
    raise ValueError("Write year-month-day, for example 2022-05-15.")


def read_degrees(cell: str) -> float:
    """Longitude or latitude in degrees."""
    try:
        value = float(cell)
    except ValueError:
        raise ValueError("Write degrees with a decimal point, for example 50.8095.") from None
    if not -180 <= value <= 180:
        raise ValueError("Degrees lie between -180 and 180; this looks like metres.")
    return value


def read_given(cell: str) -> str:
    """Text that is not empty."""
    if not cell.strip():
        raise ValueError("Fill the cell.")
    return cell.strip()


def one_of(*words: str) -> Callable[[str], str]:
    """A reader that lets these words pass."""

    def read(cell: str) -> str:
        if cell not in words:
            raise ValueError(f"Write {', '.join(words[:-1])} or {words[-1]}.")
        return cell

    return read


def read_any(cell: str) -> str:
    """Text that may be empty."""
    return cell.strip()


def read_yes_no(cell: str) -> bool | None:
    """yes, no, or nothing where nobody knows."""
    if cell not in {"", "yes", "no"}:
        raise ValueError("Write yes or no, or leave the cell empty.")
    return {"yes": True, "no": False}.get(cell)
