"""People, the organisation they work in, and who they report to."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from knox.models import get_token_model

from learning.lrs.actors import create_own_actor
from learning.lrs.models import Actor
from learning.people.granted import Role as Role
from learning.people.granted import RoleGrant as RoleGrant
from learning.ui.language_field import LanguageField


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def within(self, organisation: Organisation) -> OrganisationQuerySet:
        """Keep the organisations at or below ``organisation``."""
        return self.filter(path__startswith=organisation.path)

    def open(self) -> OrganisationQuerySet:
        """Keep the organisations that have not been closed or merged into another."""
        return self.filter(closed_at__isnull=True)


class Organisation(models.Model):
    """A department, agency, directorate or team: a tree of any depth.

    ``path`` is "/1/5/9/", the ids from the root down to this row, kept by
    ``learning.people.organisations``; a subtree is a prefix. One that was closed or merged into
    another stays as a row, because HR files and old records go on naming it.
    """

    name = models.CharField(_("name"), max_length=200)
    code = models.CharField(_("code"), max_length=64, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.TextField(editable=False, default="")
    name_kept = models.BooleanField(
        default=False, help_text="Given here: an HR file with another name does not change it."
    )
    place_kept = models.BooleanField(
        default=False, help_text="Chosen here: an HR file with another parent does not move it."
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
        help_text="Whose people those are that an HR file still places in this one.",
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["name"]
        indexes: ClassVar = [
            models.Index(fields=["path"], name="organisation_path", opclasses=["text_pattern_ops"])
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="organisation_is_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | (~Q(merged_into=F("id")) & Q(closed_at__isnull=False)),
                name="organisation_is_merged_into_another_and_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lineage(self) -> list[int]:
        """The ids of the organisations from the root down to this one."""
        return [int(part) for part in self.path.split("/") if part]


class UserQuerySet(models.QuerySet["User"]):
    def employed(self, on: datetime.date) -> UserQuerySet:
        """Keep the people who have joined and not left on the date ``on``."""
        return self.filter(
            Q(joined_on__isnull=True) | Q(joined_on__lte=on),
            Q(left_on__isnull=True) | Q(left_on__gt=on),
        )

    def able_to_sign_in(self, on: datetime.date) -> UserQuerySet:
        """Keep the people who may sign in on the date ``on``: employed, and not shut out."""
        return self.employed(on).filter(is_active=True)

    def never_signed_in(self) -> UserQuerySet:
        """Keep the people who have never signed in."""
        return self.filter(last_login__isnull=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a person who can sign in with ``email``; without a password by code only."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a person with every permission."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: a member of staff, known by email to sign in and by ``public_id`` in addresses.

    ``actor`` is the pseudonym that statements name; erasing a person destroys this link and
    leaves the statements about nobody. Absence, and its reason, is never stored.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("email address"), unique=True)
    full_name = models.CharField(_("full name"), max_length=200)
    staff_number = models.CharField(_("staff number"), max_length=64, null=True, blank=True)
    preferred_language = LanguageField(_("preferred language"))
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    grade = models.CharField(_("grade"), max_length=100, blank=True)
    profession = models.CharField(_("profession"), max_length=100, blank=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    # Since when an HR file no longer names this person: left for that, not by a leaving date, so
    # being named again is enough to come back.
    absent_since = models.DateField(null=True, blank=True, editable=False)
    actor = models.OneToOneField(
        Actor, null=True, editable=False, on_delete=models.SET_NULL, related_name="person"
    )
    is_active = models.BooleanField(_("can sign in"), default=True)
    is_staff = models.BooleanField(default=False)
    session_version = models.PositiveIntegerField(
        default=0, editable=False, help_text="Adding one ends every session of this person."
    )
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering: ClassVar = ["full_name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.UniqueConstraint(
                fields=["staff_number"],
                condition=Q(staff_number__isnull=False),
                name="person_staff_number_once",
            ),
            models.CheckConstraint(
                condition=Q(manager__isnull=True) | ~Q(manager=F("id")),
                name="person_does_not_report_to_self",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | Q(joined_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
                name="person_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Here and not only in the manager: the Wagtail admin and forms create people too.
        if self._state.adding and self.actor_id is None:
            with transaction.atomic():
                self.actor = create_own_actor()
                super().save(*args, **kwargs)
        elif getattr(self, "_password", None) is not None:  # since set_password()
            self._save_with_new_password(*args, **kwargs)
        else:
            super().save(*args, **kwargs)

    def _save_with_new_password(self, *args: Any, **kwargs: Any) -> None:
        """Save a new password, and end what the old one let in: sessions, links, API tokens.

        Here, because every way to a new password ends here. A hash that Django renews because
        its algorithm has aged is no new password, and comes by ``save`` without one.
        """
        self.session_version += 1
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "session_version"}
        with transaction.atomic():
            super().save(*args, **kwargs)
            get_token_model().objects.filter(user=self).delete()

    def is_employed(self, on: datetime.date) -> bool:
        """Tell whether the person has joined and not left on the date ``on``."""
        return (self.joined_on is None or self.joined_on <= on) and (
            self.left_on is None or self.left_on > on
        )

    def may_sign_in(self, on: datetime.date) -> bool:
        """Tell whether the person may sign in on the date ``on``."""
        return self.is_active and self.is_employed(on)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        # Django compares this hash on every request, so one UPDATE ends thousands of sessions
        # without reading the sessions, which do not say whose they are.
        return salted_hmac(
            "learning.people.models.User.session",
            f"{self.password} {self.session_version}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0] if self.full_name else self.email

    # Third parties (the Wagtail admin) ask for the two halves that we do not keep.
    @property
    def first_name(self) -> str:
        return self.full_name

    @property
    def last_name(self) -> str:
        return ""


class LimitCount(models.Model):
    """A count of recent attempts (learning.people.limits); who made them cannot be read."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    waits_until = models.DateTimeField()
    forgotten_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("attempts counted")
        verbose_name_plural = _("attempts counted")

    def __str__(self) -> str:
        return str(self.count)
