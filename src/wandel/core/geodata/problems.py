"""What is wrong with geodata, in sentences."""

from wandel.core.law.texts import Text


class GeodataError(ValueError):
    """Geodata that cannot be used: one sentence or several, each with place and remedy, in both languages."""

    def __init__(self, *texts: Text) -> None:
        super().__init__(" ".join(text.en for text in texts))
        self.texts = texts


def refused(where: str, german: str, english: str) -> GeodataError:
    """The error for one thing at one place (a file, a layer)."""
    return GeodataError(Text(f"{where}: {german}", f"{where}: {english}"))
