"""Page trees from elsewhere: the shape, and everything that can be odd about it."""

import json
from typing import Any

import pytest

from wandel.core.guide.integreat import UnusableTree, read_tree, slug_of


def row(path: str, title: str = "Titel", *, parent: str | None = "", content: str | None = "<p>Ein Satz mit Wörtern.</p>", **more: Any) -> dict[str, Any]:  # fmt: skip
    above = (
        {"id": 1, "url": f"https://x.example{parent}", "path": parent}
        if parent
        else {"id": 0, "url": None, "path": None}
    )
    return {"id": 7, "path": path, "title": title, "content": content, "parent": above, "order": 0, "available_languages": {}} | more  # fmt: skip


def read(*rows: Any) -> Any:
    return read_tree(json.dumps(rows).encode())


def test_parents_come_before_children_and_siblings_in_their_order() -> None:
    tree = read(
        row("/k/de/a/b/", parent="/k/de/a/", order=2), row("/k/de/a/c/", parent="/k/de/a/", order=1), row("/k/de/a/", order=5)
    )  # fmt: skip
    assert tree.language == "de"
    assert [page.path for page in tree.pages] == ["/k/de/a/", "/k/de/a/c/", "/k/de/a/b/"]
    assert [page.parent for page in tree.pages] == ["", "/k/de/a/", "/k/de/a/"]


def test_html_is_cleaned_and_what_cannot_come_along_is_counted() -> None:
    tree = read(row("/k/de/a/", content="<h3>Amt</h3><p onclick='x'>Wort<script>x</script></p><img src='a.png'>"))
    assert tree.pages[0].body == "### Amt\n\nWort"
    assert tree.lost == {"image": 1}


def test_links_inside_the_tree_name_their_path() -> None:
    link = "<a href='https://x.example/k/de/b/#part'>B</a> <a href='https://y.example'>Y</a>"
    tree = read(row("/k/de/a/", content=f"<p>{link}</p>"), row("/k/de/b/"))
    assert tree.pages[0].body == "[B](page:/k/de/b/) [Y](https://y.example)"


def test_the_same_page_in_other_languages_is_named() -> None:
    others = {"de": {"id": 1, "path": "/k/de/a/"}, "en": {"id": 2, "path": "/k/en/a-en/"}, "ar": None}
    assert read(row("/k/de/a/", available_languages=others)).pages[0].others == {"en": "/k/en/a-en/"}


def test_words_that_stand_in_for_a_missing_language_are_no_page() -> None:
    said = "<p>Die Seite existiert nicht in der ausgewählten Sprache. Sie ist aber …</p>"
    (page,) = read(row("/k/de/a/", content=said)).pages
    assert not page.written
    assert page.body == ""


def test_odd_rows_are_left_out_with_a_remark() -> None:
    tree = read(
        row("/k/de/a/"), row("/k/de/a/"), row("", "ohne Pfad"), row("/k/de/x/", ""), row("/k/de/c/", parent="/k/de/weg/"),
        row("/k/de/r/", parent="/k/de/s/"), row("/k/de/s/", parent="/k/de/r/"), row("/k/de/n/", order=None, content=None, parent=None),
    )  # fmt: skip
    assert {page.path for page in tree.pages} == {"/k/de/a/", "/k/de/c/", "/k/de/r/", "/k/de/s/", "/k/de/n/"}
    assert len(tree.remarks) == 5


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"[1]", b"\xff\xfe", b'[{"title": "x"}]', b"[" * 100_000])
def test_what_is_no_tree_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(UnusableTree) as refused:
        read_tree(content)
    assert refused.value.text.de.endswith(".")


def test_an_address_is_made_of_the_last_part_of_a_path() -> None:
    assert slug_of("/k/de/amt/ausländer-behörde/") == "auslander-behorde"
    assert slug_of("/k/ar/تسجيل/") == ""
