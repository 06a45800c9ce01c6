from wandel.web.early_command import EarlyCommand


class Command(EarlyCommand):
    name = "obligations"
    help = "Dates and duties of an award given as JSON (needs no database)."
