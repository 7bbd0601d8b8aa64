"""Load the sample once, whole, into an empty installation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from minhchung.criteria.domain.library import keep_shipped
from minhchung.home.language import say
from minhchung.home.sample import ca_mau, communes, consultation, figures, krong_no, one_stop, quang_dien
from minhchung.home.sample.people import make_people

Step = Callable[[], None]
Told = Callable[[str], AbstractContextManager[Step]]
"""Says that a part begins, and gives what to call at each of its steps."""
STEPS = 6 + quang_dien.STEPS + communes.STEPS


@contextmanager
def in_silence(_title: str) -> Iterator[Step]:
    yield lambda: None


def is_loaded() -> bool:
    """Whether somebody is already at home in this database; the sample never mixes with real data."""
    from minhchung.agencies.models import User

    return User.objects.exists()


def load(told: Told = in_silence) -> None:
    """Load the whole sample, or nothing. told: how its parts are reported; STEPS steps in all."""
    now = timezone.now()
    with transaction.atomic():
        with told(say("Cơ quan, vị trí, tài khoản", "Agencies, posts, accounts")) as step:
            people = make_people(now)
            keep_shipped(now)
            step()
        with told(say("Kết quả năm 2018 của Cà Mau", "Cà Mau's results of 2018")) as step:
            ca_mau.load(people, now)
            step()
        with told(say("Bản tự chấm năm 2022 của Krông Nô", "Krông Nô's self-assessment of 2022")) as step:
            krong_no.load(people, now)
            step()
        with told(
            say("Hồ sơ một cửa khớp số đã công bố", "One-stop cases that match published figures")
        ) as step:
            one_stop.load(people, now)
            step()
        with told(say("Sổ số liệu của Quảng Điền", "Quảng Điền's register of figures")) as step:
            figures.load(people, now)
            step()
        with told(say("Hai đợt minh họa của Quảng Điền", "Two illustrative rounds of Quảng Điền")) as step:
            quang_dien.load(people, now, step)
            figures.correct_some(people, now - timedelta(days=2))
        with told(say("Chỉ số QĐ 766 của các xã", "Decision 766 for the communes")) as step:
            communes.load(people, now, step)
        with told(say("Lấy ý kiến dự thảo năm 2024", "A consultation on a draft for 2024")) as step:
            consultation.load(people, now)
            step()
