from wandel.fields.relocation.models.plan import KeptPlan

__all__ = ["KeptPlan"]
