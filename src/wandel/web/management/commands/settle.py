from wandel.web.early_command import EarlyCommand


class Command(EarlyCommand):
    name = "settle"
    help = "What a change of costs does to a grant (needs no database)."
