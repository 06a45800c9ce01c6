"""How a page is written: what becomes of it, what never gets through, and the way back from HTML."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandel.core.guide.markup import from_html, links_of, plain_lines, to_html


def test_paragraphs_headings_lists_bold_and_links_become_html() -> None:
    text = "Erster\nzweiter\n\n## Was Sie tun\n- eins\n- **zwei**\n\n1. a\n2. b\n\n[Amt](https://example.org)"
    assert to_html(text).replace("\n", "") == (
        "<p>Erster<br>zweiter</p><h2>Was Sie tun</h2><ul><li>eins</li><li><strong>zwei</strong></li></ul>"
        '<ol><li>a</li><li>b</li></ol><p><a href="https://example.org" rel="noreferrer">Amt</a></p>'
    )


def test_a_link_to_another_page_asks_for_its_address() -> None:
    assert 'href="/welcome/guide/de/auto/"' in to_html("[Auto](page:auto)", lambda key: f"/welcome/guide/de/{key}/")
    assert to_html("[Auto](page:auto)") == "<p>Auto</p>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "[x](javascript:alert(1))", "[x](data:text/html,hi)", "[x](page://evil.example)",
        '[x](https://a.example/"onclick="alert(1))', "<img src=x onerror=alert(1)>", "[x](//evil.example)",
    ],
)  # fmt: skip
def test_nothing_that_acts_gets_through(text: str) -> None:
    made = to_html(text, lambda key: key)
    assert "<script" not in made
    assert "<img" not in made
    assert 'href="javascript' not in made
    assert 'href="data' not in made
    assert 'href="//' not in made
    assert not re.search(r"<[^<>]*on\w+=", made)


def test_words_and_links_can_be_read_alone() -> None:
    text = "## Titel\n- ein [Wort](page:wort) und **zwei**"
    assert plain_lines(text) == ["Titel", "ein Wort und zwei"]
    assert links_of(text) == [("Wort", "page:wort")]


def test_a_page_in_html_comes_over_with_lists_links_and_headings() -> None:
    markup = (
        "<h3>Amt</h3><div>Guten&nbsp;Tag<br>Herr</div><ul><li><p>eins</p></li><li><a href='https://a.example'>zwei</a></li></ul>"
        "<ol><li>a</li><li>b</li></ol><img src='x.png'><script>böse()</script><p onclick='x'>Ende</p>"
    )
    text, lost = from_html(markup)
    assert text == "### Amt\n\nGuten Tag\nHerr\n\n- eins\n- [zwei](https://a.example)\n\n1. a\n2. b\n\nEnde"
    assert lost == {"image": 1}


def test_the_rows_of_a_table_become_lines_and_a_link_that_leads_nowhere_keeps_its_words() -> None:
    text, lost = from_html("<table><tr><td>Mo</td><td>8–12</td></tr></table><a href='javascript:x'>Wort</a>")
    assert text == "Mo – 8–12\n\nWort"
    assert lost == {"table": 1}


@given(st.text(alphabet="ab #-1.*[]()<>&\"'/:\nhtps", max_size=200))
def test_no_text_makes_a_tag_of_its_own(text: str) -> None:
    made = to_html(text)
    for tag in ("script", "img", "iframe", "style"):
        assert f"<{tag}" not in made


@given(st.lists(st.sampled_from(
    ["<p>Ein Satz.</p>", "<h2>Titel</h2>", "<ul><li>a</li><li>b</li></ul>", "<ol><li>c</li></ol>",
     "<p><strong>x</strong> y</p>", '<p><a href="https://a.example/b">z</a></p>', "<p>eins<br>zwei</p>"]), max_size=8))  # fmt: skip
def test_reading_what_was_drawn_draws_the_same(parts: list[str]) -> None:
    once = from_html("".join(parts))[0]
    assert from_html(to_html(once))[0] == once
