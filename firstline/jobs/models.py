"""What the queue itself does not keep: why a job failed."""

from django.db import models


class Failure(models.Model):
    """The last error of a job. The queue deletes its jobs by itself, so `job` is no foreign key."""

    job = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    error = models.CharField(max_length=500)
    trace = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.job} {self.error}"
