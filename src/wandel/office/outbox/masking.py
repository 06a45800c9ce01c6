"""Links in mails carry secrets: whoever holds the token is let in. What is kept for the record shows where a link
led, not the key.
"""

import re
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

ADDRESS = re.compile(r"https?://[^\s<>\"']+")
# Readable words of an address are short or made of words with hyphens; a token is long and mixed.
TOKEN = re.compile(r"(?=.*\d)[A-Za-z0-9_~.:=-]{12,}|[A-Za-z0-9_-]{20,}")
GONE = "…"


def masked(address: str) -> str:
    """The address with every token-like part of path, query and fragment replaced by "…"."""
    parts = urlsplit(address)
    path = "/".join(GONE if TOKEN.fullmatch(segment) else segment for segment in parts.path.split("/"))
    query = "&".join(f"{quote(name)}={GONE}" for name, _value in parse_qsl(parts.query, keep_blank_values=True))
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], path, query, GONE if parts.fragment else ""))


def masked_text(text: str) -> str:
    """The text with every address in it masked."""
    return ADDRESS.sub(lambda match: masked(match.group()), text)
