"""The guide's pages: what visitors see in which language and direction, and what the staff does with them."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wandel.fields.relocation.actions.guide import review_wording
from wandel.fields.relocation.models import Page, PageFeedback, PageTranslation, PageVersion
from wandel.fields.relocation.queries.guide import translation_of
from wandel.fields.relocation.tests.guide_cast import language, make_page, stands, write
from wandel.ui.trap import SHORTEST_FILL, stamp_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def page_text(name, *args, status=200, **given):
    answer = Client().get(reverse(f"relocation:{name}", args=args), given)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_page_stands_in_its_language_and_direction():
    page = make_page("melden", "Wohnung melden")
    write(page, "en", "Register")
    write(page, "ar", "تسجيل السكن", "اقرأ [هنا](page:melden)")
    assert '<html lang="de" dir="ltr"' in page_text("guide-page", "de", "melden")
    assert '<html lang="en" dir="ltr"' in page_text("guide-page", "en", "melden")
    arabic = page_text("guide-page", "ar", "melden")
    assert '<html lang="ar" dir="rtl"' in arabic
    assert '<header class="public-head" lang="de"' in arabic
    assert 'href="/welcome/guide/ar/melden/"' in arabic
    assert 'href="/welcome/guide/en/melden/" lang="en" dir="ltr"' in arabic


def test_the_frame_speaks_the_pages_language_where_it_can():
    page = make_page("melden")
    write(page, "en", "Register")
    assert "Skip to the content" in page_text("guide-page", "en", "melden")
    assert "Zum Inhalt" in page_text("guide-page", "de", "melden")


def test_the_way_to_a_page_and_the_pages_below_it_are_shown():
    top = make_page("ankommen", "Ankommen")
    make_page("melden", "Wohnung melden", parent=top)
    page = page_text("guide-page", "de", "melden")
    assert 'href="/welcome/guide/de/ankommen/"' in page
    assert "Wohnung melden" in page_text("guide-page", "de", "ankommen")
    assert "Wohnung melden" in page_text("guide", "de")


def test_a_page_missing_in_a_language_offers_the_others():
    make_page("melden", "Wohnung melden")
    missing = page_text("guide-page", "ar", "melden", status=404)
    assert 'href="/welcome/guide/de/melden/"' in missing
    home = page_text("guide", "ar")
    assert 'href="/welcome/guide/de/melden/" lang="de" dir="ltr"' in home


def test_an_unreviewed_legal_page_says_so_and_offers_the_original(cast):
    page = make_page("recht", kind="legal")
    write(page, "en", "Law")
    assert "The German text is what counts" in page_text("guide-page", "en", "recht")
    assert 'href="/welcome/guide/de/recht/"' in page_text("guide-page", "en", "recht")
    assert "Nobody has checked" not in page_text("guide-page", "de", "recht")
    review_wording(translation=translation_of(page, language("en")), by=cast.head, at=timezone.now())
    assert "Nobody has checked" not in page_text("guide-page", "en", "recht")


def test_outdated_and_machine_translations_say_so():
    page = make_page("melden")
    write(page, "en", "Register", machine=True)
    assert "A machine translated" in page_text("guide-page", "en", "melden")
    write(page, "de", "Neu")
    assert "newer than this translation" in page_text("guide-page", "en", "melden")


def test_what_is_not_public_does_not_exist_for_visitors():
    make_page("geheim", public=False)
    for name in ("guide-page", "guide-feedback"):
        page_text(name, "de", "geheim", status=404)
    page_text("guide", "xx", status=404)
    assert "Dazu steht hier nichts" in page_text("guide-search", "de", q="geheim")


def test_the_search_page_answers_every_question():
    make_page("melden", "Wohnung melden")
    assert 'href="/welcome/guide/de/melden/"' in page_text("guide-search", "de", q="wohnung")
    assert "Dazu steht hier nichts" in page_text("guide-search", "de", q="quatsch")
    page_text("guide-search", "de")
    page_text("guide-search", "ar", q="<script>" * 40)


def test_a_search_among_public_pages_takes_few_queries(django_assert_max_num_queries):
    for number in range(20):
        make_page(f"seite-{number}", f"Wohnung {number}")
    with django_assert_max_num_queries(12):
        page_text("guide-search", "de", q="wohnung melden")


def feedback(client, **typed):
    url = reverse("relocation:guide-feedback", args=["de", "melden"])
    data = {"opened": stamp_of(timezone.now() - 2 * SHORTEST_FILL), "website": "", **typed}
    return client.post(url, data)


def test_feedback_is_kept_without_a_name_and_a_program_is_slowed():
    make_page("melden")
    assert feedback(Client(), helpful="no", text="Die Nummer stimmt nicht").status_code == 302
    kept = PageFeedback.objects.get()
    assert (kept.helpful, kept.text) == (False, "Die Nummer stimmt nicht")
    assert feedback(Client()).status_code == 422
    assert feedback(Client(), helpful="yes", website="http://x").status_code == 422
    assert feedback(Client(), helpful="yes", opened=stamp_of(timezone.now())).status_code == 422
    assert PageFeedback.objects.count() == 1


def test_feedback_in_arabic_answers_in_arabic():
    page = make_page("melden")
    write(page, "ar", "تسجيل")
    url = reverse("relocation:guide-feedback", args=["ar", "melden"])
    assert "هل ساعدتك هذه الصفحة؟" in Client().get(url).content.decode()


# The staff.


def typed(**changed):
    return {"title": "Titel", "summary": "", "body": "Ein Satz.", "publish": "", **changed}


def test_an_officer_makes_a_page_writes_it_and_makes_it_public(cast, client_for):
    language("de")
    client = client_for(cast.land_officer)
    made = client.post(reverse("newcomers:guide-new"), {"key": "melden", "kind": "ordinary"})
    page = Page.objects.get()
    assert made.url == f"/newcomers/guide/{page.pk}/de/"
    client.post(made.url, typed(title="Wohnung melden"))
    client.post(reverse("newcomers:guide-show", args=[page.pk]), {"public": "1"})
    assert "Wohnung melden" in page_text("guide-page", "de", "melden")
    assert PageVersion.objects.get().author == cast.land_officer


def test_looking_saves_nothing_and_shows_page_and_hints(cast, client_for):
    page = make_page("melden")
    url = reverse("newcomers:guide-wording", args=[page.pk, "de"])
    data = typed(title="Neu", body="## Kopf\nDer Antrag wird vom Amt geprüft.", look="")
    data.pop("publish")
    shown = client_for(cast.head).post(url, data).content.decode()
    assert "<h2>Kopf</h2>" in shown
    assert "wird … geprüft" in shown
    assert PageVersion.objects.count() == 1


@pytest.mark.parametrize("body", ["[x](page:nirgends)", "[x](www.amt.example)", "[x](javascript:alert)"])
def test_a_link_that_leads_nowhere_is_refused_with_a_sentence(cast, client_for, body):
    page = make_page("melden")
    answer = client_for(cast.head).post(reverse("newcomers:guide-wording", args=[page.pk, "de"]), typed(body=body))
    assert answer.status_code == 422
    assert "body" in answer.context["form"].errors
    assert PageVersion.objects.count() == 1


def test_a_second_writer_sees_the_first_ones_words(cast, client_for):
    page = make_page("melden")
    client, url = client_for(cast.head), reverse("newcomers:guide-wording", args=[page.pk, "de"])
    drawn = client.get(url).context["form"].initial
    write(page, "de", "Von jemand anderem")
    answer = client.post(url, typed(title="Von mir", version=drawn["version"], version_base=drawn["version_base"]))
    assert "Von jemand anderem" in answer.content.decode()
    assert PageVersion.objects.count() == 2


def test_review_withdraw_move_and_read_from_the_pages(cast, client_for):
    page, other = make_page("melden"), make_page("auto")
    write(page, "en", "Register")
    client = client_for(cast.head)
    client.post(reverse("newcomers:guide-review", args=[page.pk, "en"]))
    assert stands(page)["en"] == "reviewed"
    client.post(reverse("newcomers:guide-withdraw", args=[page.pk, "en"]))
    assert PageTranslation.objects.get(page=page, language="en").shown is None
    client.post(reverse("newcomers:guide-move", args=[other.pk]), {"to": "up"})
    assert Page.objects.first() == other
    feedback(Client(), helpful="yes")
    client.post(reverse("newcomers:guide-read", args=[page.pk]))
    assert PageFeedback.objects.get().read_at


def test_every_staff_page_opens(cast, client_for):
    page = make_page("melden", kind="easy")
    write(page, "en", "Register", "[x](https://a.example)", publish=False)
    client = client_for(cast.head)
    for path in (
        "",
        "new/",
        "coverage/",
        "languages/",
        "languages/new/",
        "languages/ar/",
        "import/",
        "?language=en&state=missing",
    ):
        assert client.get(f"/newcomers/guide/{path}").status_code == 200, path
    for path in ("", "edit/", "de/", "ar/", "en/history/", "ar/history/"):
        assert client.get(f"/newcomers/guide/{page.pk}/{path}").status_code == 200, path


def test_an_own_address_of_the_guide_is_no_page(cast, client_for):
    language("de")
    answer = client_for(cast.head).post(reverse("newcomers:guide-new"), {"key": "search", "kind": "ordinary"})
    assert answer.status_code == 422
    assert not Page.objects.exists()


def test_a_language_is_a_row(cast, client_for):
    language("de")
    client = client_for(cast.head)
    wrong = client.post(
        reverse("newcomers:guide-language-new"), {"code": "Ukrainisch!", "name": "x", "source": "en", "order": 4}
    )
    assert wrong.status_code == 422
    client.post(
        reverse("newcomers:guide-language-new"), {"code": "uk", "name": "Українська", "source": "en", "order": 4}
    )
    make_page("melden")
    shown = page_text("guide", "uk")
    assert '<html lang="uk" dir="ltr"' in shown
    assert 'lang="en"' in shown
