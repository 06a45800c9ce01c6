"""The background task of the outbox."""

from django_tasks import task

from wandel.office.outbox.delivery import send_queued


@task()
def deliver_waiting() -> None:
    """Deliver what has just been committed."""
    send_queued()
