"""What the quiz froze. The room has no migrations: its table is made with the test database."""

from __future__ import annotations

import uuid

from django.db import models


class FrozenQuiz(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.CharField(max_length=200)
    answer = models.CharField(max_length=200)
    raw = models.JSONField()

    def __str__(self) -> str:
        return self.question
