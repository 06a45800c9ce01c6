from wandel.office.places.actions.profile import load_profile, municipality_ref, municipality_search_text

__all__ = ["load_profile", "municipality_ref", "municipality_search_text"]
