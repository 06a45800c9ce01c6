"""What stands around a page of the guide."""

from pathlib import Path

import yaml

from wandel.core.guide import words as module
from wandel.core.guide.words import words


def test_every_sentence_is_there_in_german_english_and_arabic() -> None:
    raw = yaml.safe_load(Path(module.__file__).with_name("words.yaml").read_text("utf-8"))
    assert all(row.keys() == {"de", "en", "ar"} and all(row.values()) for row in raw.values())


def test_a_language_without_sentences_of_its_own_reads_english_and_says_so() -> None:
    assert words("uk")[1] == "en"
    assert words("ar")[1] == "ar"
    assert words("uk")[0] == words("en")[0]
