"""The demo's guide: real pages in our own words, each language in another state, and what waits around them."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from wandel.fields.relocation.actions.guide import begin_languages, review_wording, save_page, save_wording, show_page
from wandel.fields.relocation.actions.guide_feedback import check_links, give_feedback
from wandel.fields.relocation.models import GuideLanguage, Page
from wandel.fields.relocation.queries.guide import translation_of
from wandel.office.people.models import User
from wandel.ui.formats import format_date

WRITTEN_DAYS_AGO, CHANGED_DAYS_AGO = 40, 4
REVIEWED = ("wohnung-anmelden", "aufenthaltstitel", "eu-buerger", "steuer-id")
BEING_TRANSLATED, LOOK_AGAIN_NOW, NOBODYS = "kindergeld", "rundfunkbeitrag", "hund"
CHECKED = {
    "de": "Diese Angaben haben wir am {day} geprüft.",
    "en": "We checked this on {day}.",
    "ar": "تم التحقق من هذه المعلومات في {day}.",
}


def lay_out_guide(*, day: date) -> None:
    """Pages in German and English, some in Arabic; German changed one of them since, a draft waits, visitors said something."""
    begin_languages()
    raw = yaml.safe_load((Path(__file__).parent / "guide.yaml").read_text("utf-8"))
    officer = User.objects.get(email="neubuerger@demo.example")
    written = timezone.make_aware(datetime.combine(day - timedelta(days=WRITTEN_DAYS_AGO), time(10)))
    pages: dict[str, Page] = {}
    for row in raw["pages"]:
        pages[row["key"]] = _page(row, pages.get(row.get("under", "")), officer, day)
    languages = list(GuideLanguage.objects.all())
    for language in languages:
        for row in raw["pages"]:
            if language.code in row:
                _write(pages[row["key"]], language, row, raw["checked_on"], officer, written)
    for row in raw["pages"]:
        if not row.get("hidden"):
            show_page(page=pages[row["key"]], public=True, by=officer, on=day)
    _live(pages, languages, officer, day)


def _page(row: dict[str, Any], parent: Page | None, officer: User, day: date) -> Page:
    ahead = -6 if row["key"] == LOOK_AGAIN_NOW else 150
    values = {
        "key": row["key"], "parent": parent, "kind": row.get("kind", "ordinary"), "office": row["office"],
        "responsible": None if row["key"] == NOBODYS else officer, "review_on": day + timedelta(days=ahead),
    }  # fmt: skip
    return save_page(page=Page(), values=values, by=officer, on=day)


def _write(
    page: Page, language: GuideLanguage, row: dict[str, Any], checked_on: date, officer: User, at: datetime
) -> None:
    words = dict(row[language.code])
    if not row.get("hidden") and row.get("kind") != "easy":
        shown = format_date(checked_on) if language.code == "de" else f"{checked_on:%d.%m.%Y}"
        words["body"] = f"{words['body'].strip()}\n\n{CHECKED[language.code].format(day=shown)}"
    save_wording(
        translation=translation_of(page, language), values=words, publish=not row.get("hidden"), by=officer, at=at,
        on=timezone.localdate(at), machine=language.code == "ar",
    )  # fmt: skip


def _live(pages: dict[str, Page], languages: list[GuideLanguage], officer: User, day: date) -> None:
    """What has happened since the pages were written."""
    by_code = {language.code: language for language in languages}
    changed = timezone.make_aware(datetime.combine(day - timedelta(days=CHANGED_DAYS_AGO), time(11)))
    for key in REVIEWED:
        for code in ("de", "en"):
            review_wording(translation=translation_of(pages[key], by_code[code]), by=officer, at=changed)
    on = timezone.localdate(changed)
    for key, addition in (
        ("aufenthaltstitel", "Bringen Sie zum Termin Reisepass, Foto und Versicherungsnachweis mit."),
        ("kita", "Eltern mit wenig Geld zahlen weniger. Das Jugendamt sagt, wie viel."),
    ):
        german = translation_of(pages[key], by_code["de"])
        words = {name: getattr(german.shown, name) for name in ("title", "summary", "body")}
        save_wording(
            translation=german, values=words | {"body": f"{words['body']}\n\n{addition}"}, publish=key == "aufenthaltstitel",
            by=officer, at=changed, on=on,
        )  # fmt: skip
    save_wording(
        translation=translation_of(pages[BEING_TRANSLATED], by_code["en"]), values={"title": "Child benefit"}, publish=False,
        by=officer, at=changed, on=on, in_translation=True,
    )  # fmt: skip
    for code, helpful, text in (("de", True, ""), ("en", False, "Which papers do I need for my child?")):
        give_feedback(translation=translation_of(pages["kita"], by_code[code]), helpful=helpful, text=text, at=changed)
    # A demo asks nobody outside: foreign addresses count as answering, our own pages are really looked at.
    check_links(ask=lambda _url: {}, at=changed)
