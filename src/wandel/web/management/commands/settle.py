from wandel.web.compute_command import ComputeCommand


class Command(ComputeCommand):
    name = "settle"
    help = "What a change of costs does to a grant (needs no database)."
