"""The frame around a page, and the components as the areas use them."""

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

pytestmark = pytest.mark.database
FRAME = {
    "branding": {
        "product": "wandel",
        "unit_line": "Kreis Düren",
        "county": "Kreis Düren",
        "in_county": "im Kreis Düren",
        "public_name": "Welcome Center",
    },
    "languages": [{"code": "de", "name": "Deutsch", "current": True}],
    "navigation": [],
    "who": None,
}


def drawn(text, **context):
    with translation.override("en"):
        return engines["django"].from_string(CottonCompiler().process(text)).render(context, RequestFactory().get("/"))


def test_a_card_shows_heading_link_and_content():
    text = drawn('<c-card heading="Geld" link_url="/x/" link_label="alle">640.000 €</c-card>')
    assert "<h2>Geld</h2>" in text
    assert '<a href="/x/">alle</a>' in text
    assert "640.000 €" in text


def test_what_a_person_typed_is_escaped_inside_a_component():
    text = drawn('<c-card heading="{{ name }}"></c-card>', name="<script>alert(1)</script>")
    assert "<script>" not in text


def test_tags_figures_and_links_are_drawn():
    assert 'class="tag tag--red"' in drawn('<c-tag kind="red">überfällig</c-tag>')
    assert "41,8 Mio. €" in drawn('<c-kpi value="41,8 Mio. €" label="bewilligt" />')
    assert 'class="btn btn--secondary" href="/x/"' in drawn(
        '<c-button-link href="/x/" kind="secondary">x</c-button-link>'
    )


def test_an_empty_page_offers_the_first_step_only_to_those_who_may():
    assert 'href="/new/"' in drawn('<c-empty heading="a" text="b" action_url="/new/" action_label="c" />')
    assert "<a" not in drawn('<c-empty heading="a" text="b" />')


def test_two_parts_of_a_bar_stand_side_by_side_without_inline_style():
    text = drawn('<c-bar first="41" second="23" label="41 % bezahlt" />')
    assert 'aria-label="41 % bezahlt"' in text
    assert "style=" not in text


@pytest.mark.parametrize("base", ["ui/staff.html", "ui/public.html", "ui/bare.html"])
def test_every_page_has_one_heading_a_skip_link_and_no_inline_script(base):
    with translation.override("en"):
        text = render_to_string(base, FRAME, RequestFactory().get("/"))
    assert text.count("<h1") == 1
    assert 'href="#content"' in text
    assert " style=" not in text
    assert " onclick" not in text
    assert text.count("<script") == text.count("<script type=") + text.count("<script src=")


def test_the_chosen_theme_stands_in_the_page_before_it_is_painted():
    text = render_to_string("ui/bare.html", FRAME | {"theme": "dark"}, RequestFactory().get("/"))
    assert '<html lang="de" dir="ltr" data-kern-theme="dark">' in text


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="wandel.ui.tests.urls")
def test_a_gallery_page_that_does_not_exist_is_not_found():
    assert Client().get("/ui/gallery/nowhere/").status_code == 404
    assert Client().get("/ui/gallery/").status_code == 200
