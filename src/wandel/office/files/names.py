"""The name a download carries: what the sender called it, without what could trick a reader or a file system."""

import re
import unicodedata

LONGEST = 120
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def safe_name(given: str, *, extension: str, known: frozenset[str]) -> str:
    """NFC, last part of a path, no control or direction characters, at most 120 letters, extension from the content.

    A known extension in the given name is replaced; an unknown one stays visible in front ("run.bat" → "run.bat.txt").
    """
    text = unicodedata.normalize("NFC", given)
    text = re.split(r"[/\\]", text)[-1]
    text = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    text = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", text)).rstrip(" .")
    stem, dot, suffix = text.rpartition(".")
    if not dot or suffix.lower() not in known:
        stem = text
    stem = stem.strip(" .") or "file"
    if RESERVED.fullmatch(stem.partition(".")[0]):
        stem = f"_{stem}"
    return f"{stem[: LONGEST - len(extension) - 1].rstrip(' .')}.{extension}"
