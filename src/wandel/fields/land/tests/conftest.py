from wandel.fields.land.tests.map_cast import small_world

__all__ = ["small_world"]
