from wandel.web.early_command import EarlyCommand


class Command(EarlyCommand):
    name = "procurement"
    help = "EU threshold, law and permitted procedures of an award (needs no database)."
