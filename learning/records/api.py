"""A person's own records for systems they trust, read-only."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, serializers
from rest_framework.pagination import CursorPagination

from learning.records.models import Record


class RecordSerializer(serializers.ModelSerializer[Record]):
    """A record of one thing learnt, as statements have it; moments are in UTC."""

    iri = serializers.CharField(source="activity.iri")
    title = serializers.CharField(source="activity.activity.title")
    kind = serializers.CharField(source="activity.activity.kind")
    language = serializers.CharField(source="activity.activity.language")
    minutes = serializers.IntegerField(source="activity.activity.minutes")

    class Meta:
        model = Record
        fields = (
            "id", "iri", "title", "kind", "language", "minutes", "registration",
            "registered_at", "initialized_at", "completed_at", "passed_at", "first_at",
            "latest_at",
        )  # fmt: skip


class ByRecord(CursorPagination):
    """Paging in an order that never changes under a reader."""

    ordering = ("id",)
    page_size = 50


class MyRecordsView(generics.ListAPIView[Record]):
    """The records of the person whose token this is, and of nobody else."""

    serializer_class = RecordSerializer
    pagination_class = ByRecord

    def get_queryset(self) -> QuerySet[Record]:
        return Record.objects.filter(
            actor=self.request.user.actor_id,  # type: ignore[union-attr]
            activity__activity__isnull=False,
        ).select_related("activity__activity")

    @extend_schema(
        operation_id="my_records_list",
        parameters=[OpenApiParameter("cursor", str, description="Where the page begins.")],
        responses={
            200: RecordSerializer(many=True),
            401: OpenApiResponse(description="No token, or one that is not valid."),
            404: OpenApiResponse(description="The cursor is not one of ours."),
        },
    )
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)
