from wandel.fields.land.tests.site_cast import browser, make_site, move_to, site, typed

__all__ = ["browser", "make_site", "move_to", "site", "typed"]
