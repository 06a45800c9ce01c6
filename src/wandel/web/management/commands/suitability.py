from wandel.web.early_command import EarlyCommand


class Command(EarlyCommand):
    name = "suitability"
    help = "Parcels against layers: scores with reasons, candidate areas (needs no database)."
