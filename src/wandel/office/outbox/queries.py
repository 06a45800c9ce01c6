"""Mails as the outbox shows them."""

from django.db.models import Q, QuerySet
from django.http import Http404

from wandel.office.outbox.models import Mail, hash_of_address


def mails(*, state: str = "", receiver: str = "") -> QuerySet[Mail]:
    """Newest first; ``receiver`` matches a part of the address. Addresses are lower-cased ASCII in practice, so any
    case matches.
    """
    found = Mail.objects.order_by("-queued_at", "-pk")
    if state:
        found = found.filter(state=state)
    # Of erased mails only the hash of the whole address is left.
    return found.filter(Q(to__icontains=receiver) | Q(to_hash=hash_of_address(receiver))) if receiver else found


def mails_about(kind: str, pk: object) -> QuerySet[Mail]:
    """Mails about one thing, newest first. The caller has authorised the thing."""
    return mails().filter(subject_kind=kind, subject_pk=str(pk))


def mail_or_404(pk: int) -> Mail:
    mail = Mail.objects.filter(pk=pk).first()
    if mail is None:
        raise Http404
    return mail
