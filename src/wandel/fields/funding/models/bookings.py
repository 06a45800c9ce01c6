from django.db import models

from wandel.office.people.models import Organisation


class BookingMapping(models.Model):
    """How the finance system of a house writes its payments, as it was last confirmed: our field → the heading of its column.

    ``sign`` says how payments are written there; ``orders`` holds by award (its id as text) the project's number in that system.
    """

    class Sign(models.TextChoices):
        POSITIVE = "positive", "positive"
        NEGATIVE = "negative", "negative"

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="booking_mapping")
    columns = models.JSONField(default=dict)
    sign = models.CharField(max_length=8, choices=Sign.choices, default=Sign.POSITIVE)
    orders = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.organisation_id}: {len(self.columns)}"
