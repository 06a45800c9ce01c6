from wandel.fields.relocation.models.offering import HomeAlert, Offering
from wandel.fields.relocation.models.plan import KeptPlan

__all__ = ["HomeAlert", "KeptPlan", "Offering"]
