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
from wandel.fields.relocation.models.offering import HomeAlert, Offering
from wandel.fields.relocation.models.plan import KeptPlan

__all__ = [
    "GuideLanguage", "GuideTerm", "HomeAlert", "KeptPlan", "Offering", "Page", "PageFeedback", "PageLink", "PageReview",
    "PageTranslation", "PageVersion",
]  # fmt: skip
