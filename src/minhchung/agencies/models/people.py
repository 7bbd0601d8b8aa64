"""Accounts, and the posts through which they may act. Work belongs to a post; a handover changes who holds it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from minhchung.agencies.enums import Role
from minhchung.agencies.models.agency import Agency
from minhchung.viet.collation import name_sort_key
from minhchung.viet.folding import nfc, search_key


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, full_name: str, password: str | None = None) -> User:
        user = self.model(username=username, full_name=full_name)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in. What they may do comes from the posts they hold today."""

    username = models.CharField(max_length=80, unique=True)
    full_name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, editable=False)
    sort_key = models.TextField(editable=False)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    shortcuts_on = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="vi")
    row_version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: object, **kwargs: object) -> None:
        self.username = self.username.strip().lower()
        self.full_name = nfc(self.full_name)
        self.name_key = search_key(self.full_name)
        self.sort_key = name_sort_key(self.full_name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature, passed through


class Post(models.Model):
    """A position in an agency with one role; it outlives the people who hold it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=12, choices=Role)
    title = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["agency", "role", "pk"]

    def __str__(self) -> str:
        return f"{self.title} – {self.agency}"


class Holding(models.Model):
    """Who holds a post, from_on ≤ day < to_on (open when null); one holder at a time."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holdings")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(to_on__isnull=True), name="one_open_holding_per_post"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="holding_ends_after_it_begins",
            ),
        ]

    def is_open_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day < self.to_on)


class Handover(models.Model):
    """A post and everything open in it, given from one person to another; `summary` is what was open then."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="handovers")
    from_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="handed_over")
    to_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="taken_over")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    summary = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at"]


class SignInAttempt(models.Model):
    """A failed sign-in, kept to throttle by user and by address together (offices share one address)."""

    username = models.CharField(max_length=80)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(db_index=True)
