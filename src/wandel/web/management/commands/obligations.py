from wandel.web.compute_command import ComputeCommand


class Command(ComputeCommand):
    name = "obligations"
    help = "Dates and duties of an award given as JSON (needs no database)."
