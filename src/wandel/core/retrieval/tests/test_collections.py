"""What the search must reach on two German collections: municipal advice pages (OMoS-QA, CC BY 4.0) and statutes."""

from pathlib import Path

import pytest

from wandel.core.retrieval.cli import measured

COLLECTIONS = Path(__file__).resolve().parents[6] / "shared/data/retrieval"

pytestmark = pytest.mark.shared


@pytest.mark.parametrize(("name", "ndcg", "recall"), [("omosqa-de", 0.72, 0.96), ("gesetze-laws", 0.755, 0.94)])
def test_the_search_finds_what_was_judged_relevant(name: str, ndcg: float, recall: float) -> None:
    folder = COLLECTIONS / name
    if not folder.is_dir():
        pytest.skip(f"the collection {name} is not on this machine (../shared/data/retrieval)")
    found = measured(folder, "en")
    assert found["ndcg_at_10"] >= ndcg
    assert found["recall_at_100"] >= recall
    assert found["query_ms"]["p95"] <= 50
