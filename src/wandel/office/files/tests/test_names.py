import unicodedata

import pytest

from wandel.office.files.names import LONGEST, safe_name
from wandel.office.files.recognition import KNOWN_EXTENSIONS


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Bescheid.pdf", "Bescheid.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\Bescheid.PDF", "Bescheid.pdf"),
        ("annexe\u202efdp.exe", "annexefdp.exe.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("Ra\u0308tsel.pdf", "Rätsel.pdf"),
        ("run.bat", "run.bat.pdf"),
        ("picture.png", "picture.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        (".pdf", "file.pdf"),
        ("con.txt", "_con.pdf"),
        ('a<b>"c".pdf', "a_b__c_.pdf"),
        ("\ud800broken.pdf", "broken.pdf"),
    ],
)
def test_a_name_keeps_its_words_and_loses_its_tricks(given, kept):
    assert safe_name(given, extension="pdf", known=KNOWN_EXTENSIONS) == kept


def test_a_long_name_is_cut_and_keeps_its_extension():
    name = safe_name("ä" * 500 + ".pdf", extension="pdf", known=KNOWN_EXTENSIONS)
    assert len(name) == LONGEST
    assert name.endswith(".pdf")
    assert unicodedata.is_normalized("NFC", name)
