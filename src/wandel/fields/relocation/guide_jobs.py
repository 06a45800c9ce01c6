"""What the worker does for the guide: reading page trees, asking links, forgetting what was promised."""

import shutil
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wandel.core.guide.integreat import UnusableTree, read_tree
from wandel.fields.land.readers.fetch import ServiceError, knock
from wandel.fields.relocation.actions.guide_feedback import check_links, forget_feedback
from wandel.fields.relocation.actions.guide_import import take_in_tree
from wandel.fields.relocation.models import GuideLanguage
from wandel.office.people.models import User
from wandel.office.runs.execution import RunHandle


def run_guide_tree(run: RunHandle) -> dict[str, Any]:
    """Read a page tree; with ``check`` only say what would change."""
    by = User.objects.filter(pk=run.actor_id).first() if run.actor_id else None
    now = timezone.now()
    try:
        tree = read_tree(Path(run.params["path"]).read_bytes())
    except UnusableTree as error:
        raise ValidationError(error.text.to(get_language() or "de"), code="file") from None
    if not GuideLanguage.objects.filter(pk=tree.language).exists():
        raise ValidationError(
            _("The pages of this file are in the language “%(code)s”, which the guide does not have. Add the language first."),
            params={"code": tree.language}, code="language",
        )  # fmt: skip
    taken = take_in_tree(
        tree, by=by, at=now, on=timezone.localdate(now), dry_run=run.params["check"], progress=run.progress
    )
    if not run.params["check"]:
        shutil.rmtree(Path(run.params["work"]), ignore_errors=True)
    seen = asdict(taken) | {
        "language": tree.language, "pages": len(tree.pages), "anything": taken.anything, "lost": dict(tree.lost),
        "remarks": [remark.as_json() for remark in tree.remarks],
    }  # fmt: skip
    return {"path": f"/newcomers/guide/trees/{run.id}/", "seen": seen}


def ask(url: str) -> dict[str, str]:
    """Whether an address answers: nothing, or what is wrong in both languages. The one place where the guide asks outside."""
    try:
        knock(url, private=settings.WANDEL_PRIVATE_SERVICES)
    except ServiceError as error:
        return error.text.as_json()
    return {}


def daily_guide(now: datetime) -> None:
    """Every day: feedback whose day has come is deleted, and the links that are due are asked."""
    forget_feedback(on=timezone.localdate(now))
    if settings.WANDEL_DEMO:
        # A demo runs where no network may be; its links would all look broken.
        return
    check_links(ask=ask, at=now)
