from wandel.web.early_command import EarlyCommand


class Command(EarlyCommand):
    name = "interest"
    help = "Interest under § 49a VwVfG (needs no database)."
