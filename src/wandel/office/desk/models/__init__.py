"""What waits, who was asked, who came through the door."""

from .calendar import CalendarSubscription
from .comment import Comment
from .cosign import CoSignRequest
from .digest import DigestMail, DigestMark
from .entry import Entry
from .intake import Intake, IntakeMessage
from .round import Answer, Round, RoundReminder

__all__ = [
    "Answer",
    "CalendarSubscription",
    "CoSignRequest",
    "Comment",
    "DigestMail",
    "DigestMark",
    "Entry",
    "Intake",
    "IntakeMessage",
    "Round",
    "RoundReminder",
]
