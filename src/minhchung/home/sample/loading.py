"""Load the sample once, whole, into an empty installation."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from minhchung.home.sample import ca_mau, krong_no, quang_dien
from minhchung.home.sample.people import make_people


def is_loaded() -> bool:
    """Whether somebody is already at home in this database; the sample never mixes with real data."""
    from minhchung.agencies.models import User

    return User.objects.exists()


def load() -> None:
    """Load the whole sample, or nothing."""
    now = timezone.now()
    with transaction.atomic():
        people = make_people(now)
        ca_mau.load(people, now)
        krong_no.load(people, now)
        quang_dien.load(people, now)
