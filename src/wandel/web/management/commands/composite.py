from wandel.web.early_command import EarlyCommand


class Command(EarlyCommand):
    name = "composite"
    help = "A composite index by the ten steps: scores, ranks, every stage (needs no database)."
