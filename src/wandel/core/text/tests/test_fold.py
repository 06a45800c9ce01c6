"""Folding: what people mean alike folds alike."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandel.core.text.fold import fold


@pytest.mark.parametrize(
    "spellings",
    [
        ("Müller", "MÜLLER", "Mueller", "mu\u0308ller", "Muller"),
        ("Vettweiß", "VETTWEISS", "Vettweiss"),
        ("Jülich", "Juelich", "JU\u0308LICH"),
        ("Café  am\u00a0Markt", "cafe am markt"),
        ("Størset", "Storset"),
    ],
)
def test_spellings_of_one_name_fold_alike(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


def test_different_names_stay_different() -> None:
    assert fold("Titz") != fold("Tietz")
    assert fold("Inden") != fold("Linden")


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_the_unicode_form_does_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
