"""Two people edit the same thing; the second one chooses."""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation

from wandel.ui.conflict import BASE, VersionedFormMixin, comparable
from wandel.ui.money import MoneyFormField


@dataclass
class Place:
    """Stands in for a row: the mixin asks for pk, version and the values its form shows."""

    version: int = 1
    pk: int = 1
    values: dict = field(default_factory=lambda: {"name": "Titz", "phone": "1", "budget": Decimal(1000), "open": True})


class PlaceForm(VersionedFormMixin, forms.Form):
    name = forms.CharField()
    phone = forms.CharField(required=False)
    budget = MoneyFormField(required=False)
    open = forms.BooleanField(required=False)

    def __init__(self, *args, instance, **kwargs):
        self.instance = instance
        super().__init__(*args, initial=instance.values, **kwargs)

    def stored_values(self, instance):
        return dict(instance.values)


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


def drawn(place):
    form = PlaceForm(instance=place)
    return {
        "version": form.initial["version"],
        BASE: form.initial[BASE],
        "name": "Titz",
        "phone": "1",
        "budget": "1.000,00",
        "open": "on",
    }


def posted(data, stored):
    query = QueryDict(mutable=True)
    query.update(data)
    form = PlaceForm(query, instance=stored)
    assert form.is_valid(), form.errors
    return form


def changed(**values):
    place = Place(version=2)
    place.values |= values
    return place


def test_nobody_else_saved_so_there_is_nothing_to_choose():
    form = posted(drawn(Place()) | {"name": "Landgemeinde Titz"}, Place())
    assert form.conflict_with(Place()) == []


def test_another_version_with_the_same_values_is_no_conflict():
    form = posted(drawn(Place()), Place(version=2))
    assert form.conflict_with(Place(version=2)) == []


def test_what_only_the_other_one_changed_is_chosen_as_theirs_and_mine_as_mine():
    stored = changed(phone="2")
    form = posted(drawn(Place()) | {"name": "Landgemeinde Titz"}, stored)
    rows = {row.name: row for row in form.conflict_with(stored)}
    assert (rows["phone"].choice, rows["name"].choice) == ("theirs", "mine")
    assert not any(row.must_choose for row in rows.values())


def test_what_both_changed_must_be_chosen():
    stored = changed(name="Titz (Land)")
    form = posted(drawn(Place()) | {"name": "Landgemeinde Titz"}, stored)
    (row,) = form.conflict_with(stored)
    assert (row.base, row.theirs, row.mine) == ("Titz", "Titz (Land)", "Landgemeinde Titz")
    assert row.must_choose


def test_amounts_are_compared_as_amounts_and_shown_as_such():
    stored = changed(budget=Decimal("2000.00"))
    form = posted(drawn(Place()) | {"budget": "1000"}, stored)
    (row,) = form.conflict_with(stored)
    assert (row.base, row.theirs, row.mine, row.choice) == ("1.000 €", "2.000 €", "1.000 €", "theirs")


def second_post(stored, first, **choices):
    """The same form sent again after the choice was drawn."""
    again = {name: first[name].value() for name in first.fields} | {f"{name}-choice": c for name, c in choices.items()}
    if not again.get("open"):
        again.pop("open", None)
    return posted(again, stored)


def test_the_chosen_version_is_saved_and_nothing_typed_is_lost():
    stored = changed(phone="2", name="Titz (Land)", budget=Decimal(2000))
    first = posted(drawn(Place()) | {"name": "Landgemeinde Titz"}, stored)
    first.conflict_with(stored)
    assert first["name"].value() == "Landgemeinde Titz"
    form = second_post(stored, first, phone="theirs", name="mine", budget="theirs")
    assert form.conflict_with(stored) == []
    assert form.cleaned_data["phone"] == "2"
    assert form.cleaned_data["name"] == "Landgemeinde Titz"
    assert form.cleaned_data["budget"] == Decimal(2000)


def test_a_tick_the_other_one_took_away_can_be_taken_over():
    stored = changed(open=False)
    first = posted(drawn(Place()), stored)
    first.conflict_with(stored)
    form = second_post(stored, first, open="theirs")
    assert form.conflict_with(stored) == []
    assert form.cleaned_data["open"] is False


def test_without_a_choice_nothing_is_saved():
    stored = changed(name="Titz (Land)")
    first = posted(drawn(Place()) | {"name": "Landgemeinde Titz"}, stored)
    first.conflict_with(stored)
    form = second_post(stored, first)
    (row,) = form.conflict_with(stored)
    assert row.must_choose
    assert form.non_field_errors()


def test_a_third_editor_in_between_starts_the_choice_again():
    stored = changed(name="Titz (Land)")
    first = posted(drawn(Place()) | {"name": "Landgemeinde Titz"}, stored)
    first.conflict_with(stored)
    third = Place(version=3, values=stored.values | {"name": "Titz am Berg"})
    form = second_post(third, first, name="mine")
    (row,) = form.conflict_with(third)
    assert row.theirs == "Titz am Berg"


def test_a_forged_base_is_not_believed():
    stored = changed(name="Titz (Land)")
    form = posted(drawn(Place()) | {BASE: "forged", "phone": "9"}, stored)
    assert all(row.must_choose for row in form.conflict_with(stored))


def test_the_choice_is_drawn_with_radio_buttons():
    stored = changed(name="Titz (Land)")
    form = posted(drawn(Place()) | {"name": "Landgemeinde Titz"}, stored)
    form.conflict_with(stored)
    text = Template('{% include "ui/_conflict.html" with form=form %}').render(Context({"form": form}))
    assert text.count('name="name-choice"') == 2
    assert "checked" not in text


@pytest.mark.parametrize(
    ("one", "other"), [(None, ""), (Decimal("1.50"), Decimal("1.5")), ([2, 1], ["1", "2"]), ("a\r\nb ", "a\nb")]
)
def test_equal_values_compare_equal_however_they_are_written(one, other):
    assert comparable(one) == comparable(other)
