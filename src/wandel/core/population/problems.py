"""Wrong input to a projection, told as sentences."""

from wandel.core.law.texts import Text


class PopulationError(ValueError):
    """The input cannot be used. Carries every sentence, not only the first."""

    def __init__(self, *texts: Text) -> None:
        self.texts = texts
        super().__init__(" ".join(text.en for text in texts))
