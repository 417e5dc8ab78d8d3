"""The frozen content of a step with another provider."""

from __future__ import annotations

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class FrozenExternal(models.Model):
    """The frozen address and words of a step; ``raw`` is what its author wrote, as stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    address = models.URLField(max_length=500)
    why = models.TextField()
    raw = models.JSONField(encoder=DjangoJSONEncoder)

    def __str__(self) -> str:
        return self.address
