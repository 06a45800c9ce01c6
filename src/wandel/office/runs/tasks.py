"""The one background task of runs; its queue is a table, so what a transaction enqueues starts after the commit."""

from django_tasks import task

from wandel.office.runs.execution import carry_out


@task()
def execute_run(run_id: str) -> None:
    """Take a waiting run and do it."""
    carry_out(run_id)
