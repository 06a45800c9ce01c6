from typing import Any

from django.db import models
from django.utils.translation import override

from wandel.ui.phrases import Phrase


class PhraseField(models.JSONField):
    """A ``Phrase`` in a JSON column: stored as message id and parameters, read as a sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", no_phrase)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Phrase:
        return Phrase.from_json(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Phrase:
        return value if isinstance(value, Phrase) else Phrase.from_json(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(_packed(value), connection, prepared)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(_packed(value), model_instance)

    def value_to_string(self, obj: models.Model) -> Any:
        return _packed(self.value_from_object(obj))


def no_phrase() -> Phrase:
    return Phrase("")


def in_both_languages(phrase: Phrase) -> dict[str, str]:
    """The sentence in German and English, as a parameter of another stored phrase."""
    spoken = {}
    for language in ("de", "en"):
        with override(language):
            spoken[language] = str(phrase)
    return spoken


def _packed(value: Any) -> Any:
    return value.to_json() if isinstance(value, Phrase) else value
