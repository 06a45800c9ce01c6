from wandel.web.early_command import EarlyCommand


class Command(EarlyCommand):
    name = "ahp"
    help = "Weights from comparing criteria in pairs (needs no database)."
