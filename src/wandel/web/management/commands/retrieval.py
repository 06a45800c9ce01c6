from wandel.web.early_command import EarlyCommand


class Command(EarlyCommand):
    name = "retrieval"
    help = "How well and how fast the search finds, on a collection in BEIR's form (needs no database)."
