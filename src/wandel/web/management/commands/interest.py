from wandel.web.compute_command import ComputeCommand


class Command(ComputeCommand):
    name = "interest"
    help = "Interest under § 49a VwVfG (needs no database)."
