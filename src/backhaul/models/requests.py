"""REST requests that carried an Idempotency-Key, with the answer they got."""

from django.db import models


class IdempotentRequest(models.Model):
    """The first answer given to a key; the same key with the same body gets it again."""

    key = models.CharField(max_length=255, primary_key=True)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField()
