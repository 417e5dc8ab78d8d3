"""The catalogue for other systems, read-only."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, serializers
from rest_framework.pagination import CursorPagination

from learning.catalogue.asking import LONGEST_QUERY
from learning.catalogue.models import Activity, Level, Outcome
from learning.catalogue.selectors import visible_activities
from learning.ui.languages import language_meant

# A language tag (RFC 5646), without telling which of them the catalogue has.
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"
# PostgreSQL keeps no NUL in a text, so no title has one.
WITHOUT_NUL = r"^[^\x00]*$"


class OutcomeSerializer(serializers.ModelSerializer[Outcome]):
    """One thing a person can do afterwards."""

    class Meta:
        model = Outcome
        fields = ("text",)


class ActivitySerializer(serializers.ModelSerializer[Activity]):
    """One entry of the catalogue."""

    id = serializers.UUIDField(source="public_id")
    iri = serializers.CharField(source="term.iri")
    topic = serializers.CharField(source="topic.slug")
    only_for = serializers.CharField(source="scope.code", default=None, allow_null=True)
    outcomes = OutcomeSerializer(many=True)
    address = serializers.CharField()

    class Meta:
        model = Activity
        fields = (
            "id", "iri", "kind", "title", "summary", "topic", "level", "minutes", "language",
            "only_for", "outcomes", "address",
        )  # fmt: skip


class CatalogueFilters(serializers.Serializer[Any]):
    """Filters of the list of entries.

    The description says of each what is refused, so that anyone who keeps to it is never refused.
    """

    topic = serializers.SlugField(required=False, max_length=60)
    level = serializers.ChoiceField(required=False, choices=Level.choices)
    language = serializers.RegexField(
        LANGUAGE,
        required=False,
        max_length=12,
        help_text="Such as en, en-GB or cy, in capitals or not. “en” stands for “en-gb”.",
    )
    title = serializers.RegexField(
        WITHOUT_NUL,
        required=False,
        max_length=LONGEST_QUERY,
        trim_whitespace=False,  # what is left of a blank would be refused, and the pattern takes it
        help_text="Part of the title; blank space around it does not count.",
    )


class ByEntry(CursorPagination):
    """Paging in the order of registration, which never changes under a reader."""

    ordering = ("id",)
    page_size = 50


class CatalogueView(generics.ListAPIView[Activity]):
    """The list of what the person whose token this is may learn."""

    serializer_class = ActivitySerializer
    pagination_class = ByEntry

    def get_queryset(self) -> QuerySet[Activity]:
        # As plain values: a form would take an empty filter for one that was not sent.
        filters = CatalogueFilters(data=dict(self.request.query_params.items()))
        filters.is_valid(raise_exception=True)
        chosen = filters.validated_data
        found = visible_activities(self.request.user)  # type: ignore[arg-type]
        if "topic" in chosen:
            found = found.filter(topic__slug=chosen["topic"])
        if "level" in chosen:
            found = found.filter(level=chosen["level"])
        if "language" in chosen:
            found = found.filter(language=language_meant(chosen["language"]))
        if "title" in chosen:
            found = found.filter(title__icontains=chosen["title"].strip())
        return found.select_related("term", "topic", "scope").prefetch_related("outcomes")

    @extend_schema(
        operation_id="catalogue_list",
        parameters=[
            CatalogueFilters,
            OpenApiParameter("cursor", str, description="Where the page begins."),
        ],
        responses={
            200: ActivitySerializer(many=True),
            400: OpenApiResponse(description="A filter has a value that it cannot have."),
            401: OpenApiResponse(description="No token, or one that is not valid."),
            404: OpenApiResponse(description="The cursor is not one of ours."),
        },
    )
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)
