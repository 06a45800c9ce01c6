"""What a form field looks like and how money is read."""

from decimal import Decimal

import pytest
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.template import Context, Template
from django.test import override_settings
from django.utils import translation

from wandel.ui.forms import SampleFilter, SampleForm
from wandel.ui.money import MoneyFormField, read_money


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


@pytest.mark.parametrize(
    ("typed", "euro"),
    [
        ("1.250", "1250"),
        ("1250", "1250"),
        ("1250,5", "1250.50"),
        ("1250.50", "1250.50"),
        ("1.250.000,00", "1250000"),
        ("1,250,000.00", "1250000"),
        ("640.000 €", "640000"),
        (" 38 400 EUR ", "38400"),
        ("12,345", "12345"),
        ("0", "0"),
    ],
)
def test_money_is_read_with_comma_and_with_point(typed, euro):
    assert MoneyFormField().clean(typed) == Decimal(euro)


@pytest.mark.parametrize("typed", ["viel Geld", "12,3456", "1.25.000", "1,2,3", "12-", "½", "1e5"])
def test_what_is_not_money_is_refused_with_the_typed_text(typed):
    with pytest.raises(ValidationError) as refused:
        read_money(typed)
    assert typed in refused.value.messages[0]


def test_a_negative_amount_is_refused_unless_the_field_allows_it():
    with pytest.raises(ValidationError):
        MoneyFormField().clean("-5")
    assert MoneyFormField(min_value=None).clean("-5") == Decimal(-5)


def test_an_amount_comes_back_as_german_text():
    form = SampleForm(initial={"grant": Decimal("640000.5")})
    assert 'value="640.000,50"' in str(form["grant"])


def test_the_euro_sign_stands_behind_an_amount_and_a_unit_behind_a_number():
    form = SampleForm()
    assert "€</span>" in form["grant"].as_field_group()
    assert "%</span>" in form["rate"].as_field_group()


def test_hint_and_error_are_tied_to_the_input():
    form = SampleForm({"title": ""})
    drawn = form["title"].as_field_group()
    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_title_helptext"' in drawn
    assert 'id="id_title_error"' in drawn


def test_a_group_of_choices_is_a_fieldset_whose_options_have_labels():
    drawn = SampleForm({})["kind"].as_field_group()
    assert "<fieldset" in drawn
    assert 'for="id_kind_0"' in drawn
    assert 'aria-describedby="id_kind_error"' in drawn


def test_optional_fields_say_so_but_a_filter_does_not():
    with translation.override("en"):
        assert "(optional)" in SampleForm()["remark"].as_field_group()
        assert "(optional)" not in SampleForm()["title"].as_field_group()
        assert "(optional)" not in SampleFilter()["q"].as_field_group()


def test_a_field_tells_why_it_is_asked():
    assert "beginnt die Klagefrist" in SampleForm()["dated_on"].as_field_group()
    assert "why-ask" not in SampleForm()["title"].as_field_group()


def test_a_combobox_is_a_plain_select_without_script():
    drawn = SampleForm()["recipient"].as_field_group()
    assert "<select" in drawn
    assert "data-combobox" in drawn


def test_the_date_field_speaks_iso_to_the_browser():
    form = SampleForm({"dated_on": "2026-03-12"})
    assert 'type="date"' in str(form["dated_on"])
    assert 'value="2026-03-12"' in str(form["dated_on"])


def test_the_error_summary_links_to_the_wrong_fields():
    form = SampleForm({"title": "", "grant": "viel Geld"})
    drawn = Template('{% include "ui/_error_summary.html" with form=form %}').render(Context({"form": form}))
    assert 'href="#id_title"' in drawn
    assert 'href="#id_kind_0"' in drawn
    assert "viel Geld" in drawn


def test_a_form_without_errors_has_no_summary():
    drawn = Template('{% include "ui/_error_summary.html" with form=form %}').render(Context({"form": SampleForm()}))
    assert drawn.strip() == ""


class Colours(forms.Form):
    """Dashes as Django writes them: for a choice of a model's column, and for a choice of rows."""

    must = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("red", "rot")])
    may = forms.TypedChoiceField(choices=[*BLANK_CHOICE_DASH, ("red", "rot")], required=False)
    own = forms.ChoiceField(choices=[("", "keine Farbe"), ("red", "rot")], required=False)
    group = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("warm", [("red", "rot")])], widget=forms.RadioSelect)


class ColourFilter(Colours):
    marks_optional = False


def test_an_empty_choice_has_words_instead_of_dashes():
    with translation.override("en"):
        form = Colours()
        assert '<option value="" selected>Please choose</option>' in str(form["must"])
        assert '<option value="" selected>not stated</option>' in str(form["may"])
        assert '<option value="" selected>keine Farbe</option>' in str(form["own"])
        assert '<option value="" selected>all</option>' in str(ColourFilter()["may"])
        drawn = str(form)
        assert "---" not in drawn
        assert drawn.count("rot") == 4


def test_choices_that_a_form_fills_in_later_keep_their_place():
    form = Colours({"may": "blue"})
    str(form["may"])
    form.fields["may"].choices = [*BLANK_CHOICE_DASH, ("blue", "blau")]
    assert '<option value="blue" selected>blau</option>' in str(form["may"])
    assert "---" not in str(form["may"])
    assert form.fields["may"].clean("blue") == "blue"


@override_settings(USE_THOUSAND_SEPARATOR=True)
def test_a_number_in_an_option_value_is_never_grouped():
    class Many(forms.Form):
        place = forms.ChoiceField(choices=[(1234, "Titz")], widget=forms.RadioSelect)

    assert 'value="1234"' in str(Many()["place"])


@pytest.mark.database
@pytest.mark.django_db
def test_a_choice_of_rows_has_words_instead_of_dashes():
    class Seat(forms.Form):
        holder = forms.ModelChoiceField(queryset=ContentType.objects.order_by("pk"))
        deputy = forms.ModelChoiceField(queryset=ContentType.objects.order_by("pk"), required=False)
        vacant = forms.ModelChoiceField(queryset=ContentType.objects.none(), required=False, empty_label="unbesetzt")

    with translation.override("en"):
        form = Seat()
        assert '<option value="" selected>Please choose</option>' in str(form["holder"])
        assert '<option value="" selected>not stated</option>' in str(form["deputy"])
        assert "unbesetzt" in str(form["vacant"])
        assert "---" not in str(form)
