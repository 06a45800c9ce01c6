"""Hints for whoever writes: which sentence, and why."""

import pytest

from wandel.core.guide.plain_language import hints, sentences


def kinds(text: str, language: str = "de", *, easy: bool = False) -> list[str]:
    return [hint.kind for hint in hints(text, language, easy=easy)]


def test_a_short_clear_sentence_gets_no_hint() -> None:
    assert kinds("Melden Sie sich in zwei Wochen an. Das Amt hilft Ihnen.") == []
    assert kinds("Register within two weeks. The office helps you.", "en") == []


def test_a_long_sentence_is_shown_with_its_number_of_words() -> None:
    long = "Wenn Sie " + "sehr " * 19 + "lange schreiben, liest es niemand."
    (hint,) = hints(f"Kurz. {long} Kurz.", "de")
    assert (hint.kind, hint.sentence, hint.found) == ("sentence", long, "26")
    assert "26 Wörter" in hint.text.de


def test_a_long_word_is_named() -> None:
    (hint,) = hints("Holen Sie die Wohnungsgeberbescheinigung.", "de")
    assert (hint.kind, hint.found) == ("word", "Wohnungsgeberbescheinigung")


@pytest.mark.parametrize(
    "text",
    [
        "Der Antrag wird vom Amt geprüft.", "Die Bescheinigung wird ausgestellt.", "Sie werden angeschrieben.",
        "Das Visum wurde erteilt.", "Die Gebühr wird verlangt.", "Die Wohnung wird registriert.", "Die Post wird zugestellt.",
    ],
)  # fmt: skip
def test_the_german_passive_is_found(text: str) -> None:
    assert kinds(text) == ["passive"]


@pytest.mark.parametrize(
    "text",
    ["Sie werden es verstehen.", "Das Kind wird sechs.", "Sie haben das Formular ausgefüllt.", "Er wird Arzt.",
     "Sie werden im Amt alles erhalten.", "Die Miete ist bezahlt.", "Das Gehalt wird höher.",
     "Wird Ihr Kind sechs, beginnt die Schule."],
)  # fmt: skip
def test_what_is_no_passive_is_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_the_english_passive_is_found() -> None:
    assert kinds("The form is checked by the office.", "en") == ["passive"]
    assert kinds("Papers must be sent.", "en") == ["passive"]
    assert kinds("You are welcome.", "en") == []


def test_leichte_sprache_is_stricter() -> None:
    text = "Sie müssen sich in zwei Wochen bei Ihrer Stadt oder Gemeinde anmelden."
    assert kinds(text) == []
    assert kinds(text, easy=True) == ["sentence"]


def test_abbreviations_and_dates_end_no_sentence() -> None:
    assert sentences("Bringen Sie z. B. den Pass mit. Bis zum 30. September.") == [
        "Bringen Sie z. B. den Pass mit.",
        "Bis zum 30. September.",
    ]


def test_addresses_are_no_long_words_and_unknown_languages_get_no_hints() -> None:
    assert kinds("Schreiben Sie an wohnungsgeberbescheinigung.anfragen@kreis-dueren.example.") == []
    assert kinds("هذه جملة طويلة جدا.", "ar") == []
    assert kinds("", "de") == []
