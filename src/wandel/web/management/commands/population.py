from wandel.web.early_command import EarlyCommand


class Command(EarlyCommand):
    name = "population"
    help = "A cohort-component projection of one region from five files (needs no database)."
