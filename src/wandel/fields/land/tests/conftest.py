from wandel.fields.land.tests.map_cast import small_world
from wandel.fields.land.tests.site_cast import browser, make_site, move_to, site, typed

__all__ = ["browser", "make_site", "move_to", "site", "small_world", "typed"]
