"""How the reason names the version a value comes from."""

from wandel.core.foerderung.obligations.rule import german_version, origin_of
from wandel.core.foerderung.sets import condition_set


def test_versions_are_written_as_germans_write_days() -> None:
    assert german_version("2026-04-10") == "10.04.2026"
    assert german_version("2019-06") == "06.2019"


def test_a_value_taken_from_an_earlier_version_says_so_calmly() -> None:
    value = condition_set("anbest_g_nrw").value("retention_years", "2026-04-10", "investment")
    assert value is not None
    said = origin_of(value).de
    assert "nicht gelesen" not in said
    assert "2026-04-10" not in said
    assert "10.04.2026" in said
