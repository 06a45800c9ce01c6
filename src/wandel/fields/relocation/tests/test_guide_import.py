"""Taking in page trees: look first, all or nothing, the same again changes nothing, own words are never overwritten."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from wandel.core.guide.integreat import read_tree
from wandel.fields.relocation.actions.guide_import import take_in_tree
from wandel.fields.relocation.guide_jobs import run_guide_tree
from wandel.fields.relocation.models import Page, PageTranslation, PageVersion
from wandel.fields.relocation.queries.guide import translation_of
from wandel.fields.relocation.tests.guide_cast import language, today, write
from wandel.office.runs.execution import RunHandle, carry_out
from wandel.office.runs.models import Run

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def row(code, name, title, *, parent="", content="<p>Ein Satz mit Wörtern.</p>", others=()):
    languages = {other: {"id": 1, "path": f"/k/{other}/{slug}/"} for other, slug in others}
    above = {"id": 2, "path": f"/k/{code}/{parent}/"} if parent else {"id": 0, "path": None}
    return {"id": 1, "path": f"/k/{code}/{name}/", "title": title, "content": content, "parent": above, "order": 1, "available_languages": languages}  # fmt: skip


GERMAN = [
    row("de", "amt", "Ämter", others=[("en", "office")]),
    row("de", "melden", "Wohnung melden", parent="amt", content="<p>Zum <a href='/k/de/amt/'>Amt</a></p>", others=[("en", "register")]),
]  # fmt: skip
ENGLISH = [
    row("en", "office", "Offices", others=[("de", "amt")]),
    row("en", "register", "Register", parent="office", others=[("de", "melden")], content="<p>This page does not exist in the selected language.</p>"),
]  # fmt: skip


def take_in(rows, *, by=None, dry_run=False):
    language("de")
    tree = read_tree(json.dumps(rows).encode())
    return take_in_tree(tree, by=by, at=timezone.now(), on=today(), dry_run=dry_run)


def test_looking_writes_nothing():
    assert take_in(GERMAN, dry_run=True).new == 2
    assert not Page.objects.exists()


def test_a_tree_comes_in_as_drafts_with_its_parents_and_links():
    take_in(GERMAN)
    page = Page.objects.get(key="melden")
    assert (page.parent.key, page.public) == ("amt", False)
    version = PageVersion.objects.get(title="Wohnung melden")
    assert version.body == "Zum [Amt](page:amt)"
    assert version.published_at is None


def test_another_language_finds_the_same_pages_and_knows_what_is_missing():
    take_in(GERMAN)
    taken = take_in(ENGLISH)
    assert (taken.new, taken.missing) == (1, 1)
    assert Page.objects.count() == 2
    assert PageTranslation.objects.get(language="en").page.key == "amt"


def test_the_same_tree_again_changes_nothing_and_a_changed_page_becomes_a_version():
    take_in(GERMAN)
    again = take_in(GERMAN)
    assert (again.same, again.anything) == (2, False)
    changed = [GERMAN[0] | {"content": "<p>Neue Worte stehen hier.</p>"}, GERMAN[1]]
    assert take_in(changed).changed == 1
    assert PageVersion.objects.count() == 3


def test_words_written_here_are_never_overwritten(cast):
    take_in(GERMAN)
    write(Page.objects.get(key="amt"), "de", "Unsere Ämter", by=cast.head)
    taken = take_in(GERMAN)
    assert (taken.changed_here, taken.anything) == (1, False)
    shown = translation_of(Page.objects.get(key="amt"), language("de")).shown
    assert shown.title == "Unsere Ämter"


def test_an_address_that_is_taken_gets_a_number():
    take_in(GERMAN)
    take_in([row("de", "anderswo/amt", "Noch ein Amt")])
    assert Page.objects.filter(key="amt-2").exists()


def test_a_file_is_looked_at_and_taken_in_from_the_pages(cast, client_for, settings, tmp_path):
    settings.WANDEL_DATA_DIR = tmp_path
    language("de")
    client = client_for(cast.head)
    file = SimpleUploadedFile("pages.json", json.dumps(GERMAN).encode())
    client.post(reverse("newcomers:guide-import"), {"file": file})
    run = Run.objects.get()
    carry_out(str(run.pk))
    shown = client.get(reverse("newcomers:guide-tree-result", args=[run.pk])).content.decode()
    assert "2 neu" in shown
    assert not Page.objects.exists()
    client.post(reverse("newcomers:guide-tree-result", args=[run.pk]))
    second = Run.objects.exclude(pk=run.pk).get()
    carry_out(str(second.pk))
    assert Page.objects.count() == 2


def test_a_language_the_guide_does_not_have_is_named(tmp_path):
    language("de")
    path = tmp_path / "tree"
    path.write_text(json.dumps([row("fr", "a", "Titre")]), "utf-8")
    run = Run.objects.create(
        kind="relocation.guide-tree", params={"path": str(path), "work": str(tmp_path), "check": True}
    )
    with pytest.raises(ValidationError, match="fr"):
        run_guide_tree(RunHandle(run))
