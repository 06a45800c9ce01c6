"""What stops a composite indicator, in sentences: which file, which line, what to do."""

from wandel.core.law.texts import Text

MOST = 20


class BenchmarkError(ValueError):
    """Input nothing can be computed from: one sentence per mistake, in both languages."""

    def __init__(self, *texts: Text) -> None:
        super().__init__(" ".join(text.en for text in texts))
        self.texts = texts


class Findings:
    """Collects mistakes and oddities, so that a person mends them in one go."""

    def __init__(self) -> None:
        self.problems: list[Text] = []
        self.warnings: list[Text] = []

    def wrong(self, german: str, english: str) -> None:
        self.problems.append(Text(german, english))

    def odd(self, german: str, english: str) -> None:
        self.warnings.append(Text(german, english))

    def stop(self) -> None:
        """Raises BenchmarkError if anything was wrong; of very many mistakes the first twenty are told."""
        if not self.problems:
            return
        told, more = self.problems[:MOST], len(self.problems) - MOST
        if more > 0:
            told.append(Text(f"… und {more} weitere Fehler.", f"… and {more} more mistakes."))
        raise BenchmarkError(*told)


def german(value: float) -> str:
    """A number with decimal comma, short."""
    return f"{value:g}".replace(".", ",")


def listed(names: list[str], most: int = 6) -> str:
    """Names for a sentence; of many the first and an ellipsis."""
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")
