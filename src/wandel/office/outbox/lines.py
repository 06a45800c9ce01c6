"""What may stand in a mail header: one line, nothing that starts another."""

import re
import unicodedata


def one_line(text: str) -> str:
    """One line of printable characters: a line break in a header would start another header."""
    printable = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    return re.sub(r" {2,}", " ", printable).strip()
