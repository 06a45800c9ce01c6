from wandel.fields.relocation.models.appointment import Appointment, ClosedDay, OpeningHours, Room
from wandel.fields.relocation.models.case import Case, CaseTally, Companion
from wandel.fields.relocation.models.guide import (
    GuideLanguage,
    GuideTerm,
    Page,
    PageFeedback,
    PageLink,
    PageReview,
    PageTranslation,
    PageVersion,
)
from wandel.fields.relocation.models.message import Handover, Message
from wandel.fields.relocation.models.offering import HomeAlert, Offering
from wandel.fields.relocation.models.plan import KeptPlan

__all__ = [
    "Appointment",
    "Case",
    "CaseTally",
    "ClosedDay",
    "Companion",
    "GuideLanguage",
    "GuideTerm",
    "Handover",
    "HomeAlert",
    "KeptPlan",
    "Message",
    "Offering",
    "OpeningHours",
    "Page",
    "PageFeedback",
    "PageLink",
    "PageReview",
    "PageTranslation",
    "PageVersion",
    "Room",
]  # fmt: skip
