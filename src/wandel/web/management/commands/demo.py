"""Lets ``wandel help`` list the demo; ``wandel demo`` itself starts before Django (see cli.py)."""

from wandel.web.early_command import EarlyCommand


class Command(EarlyCommand):
    name = "demo"
    help = "Makes or opens the demo in its own directory, starts server and worker and prints the address."
