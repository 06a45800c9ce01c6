from wandel.fields.land.tests.map_cast import small_world
from wandel.fields.land.tests.site_cast import browser, make_site, move_to, site, typed
from wandel.fields.land.tests.town_cast import town_rules, town_run

__all__ = ["browser", "make_site", "move_to", "site", "small_world", "town_rules", "town_run", "typed"]
