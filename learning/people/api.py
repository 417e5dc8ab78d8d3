"""The API about the person whose token this is, read-only."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics, serializers

from learning.people.models import Organisation, User


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    """The organisation that a person works in."""

    class Meta:
        model = Organisation
        fields = ("code", "name")


class PersonSerializer(serializers.ModelSerializer[User]):
    """A person as they may see themselves."""

    id = serializers.UUIDField(source="public_id")
    organisation = OrganisationSerializer(allow_null=True)

    class Meta:
        model = User
        fields = (
            "id", "full_name", "email", "preferred_language", "organisation", "grade",
            "profession", "joined_on",
        )  # fmt: skip


class MeView(generics.RetrieveAPIView[User]):
    """The person whose token this is."""

    serializer_class = PersonSerializer

    def get_object(self) -> Any:
        return self.request.user

    @extend_schema(
        operation_id="me",
        responses={
            200: PersonSerializer,
            401: OpenApiResponse(description="No token, or one that is not valid."),
        },
    )
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)
