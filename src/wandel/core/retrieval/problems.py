"""What stops an evaluation, in sentences: which file, which line, what to do."""

from wandel.core.law.texts import Text


class RetrievalError(ValueError):
    """A collection nothing can be measured on: one sentence in both languages."""

    def __init__(self, german: str, english: str) -> None:
        super().__init__(english)
        self.text = Text(german, english)
