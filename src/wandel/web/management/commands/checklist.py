from wandel.web.early_command import EarlyCommand


class Command(EarlyCommand):
    name = "checklist"
    help = "The plan of a person who moves to the county, with dates, norms and offices (needs no database)."
