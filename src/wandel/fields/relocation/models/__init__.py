from wandel.fields.relocation.models.appointment import Appointment, ClosedDay, OpeningHours, Room
from wandel.fields.relocation.models.case import Case, CaseTally, Companion
from wandel.fields.relocation.models.message import Handover, Message
from wandel.fields.relocation.models.offering import HomeAlert, Offering
from wandel.fields.relocation.models.plan import KeptPlan

__all__ = [
    "Appointment", "Case", "CaseTally", "ClosedDay", "Companion", "Handover", "HomeAlert", "KeptPlan", "Message", "Offering",
    "OpeningHours", "Room",
]  # fmt: skip
