from wandel.fields.relocation.models.offering import HomeAlert, Offering

__all__ = ["HomeAlert", "Offering"]
