"""`minhchung manage create_admin`: the first administrator of a new installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from minhchung.agencies.domain.accounts import one_time_password
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Agency, AgencyKind, Holding, Post, User
from minhchung.ledger.domain.record import record


class Command(BaseCommand):
    help = "Make an administrator and print a one-time password. / Tạo quản trị và in mật khẩu dùng một lần."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("full_name")
        parser.add_argument("--agency", required=True, help="name of the agency; made if it is not there")

    def handle(self, *args: Any, **options: Any) -> None:
        now, today = timezone.now(), timezone.localdate()
        if User.objects.filter(username=options["username"].strip().lower()).exists():
            raise CommandError(f"{options['username']}: this user name is taken. / Tên đăng nhập đã có.")
        password = one_time_password()
        with transaction.atomic():
            agency = Agency.objects.filter(name=options["agency"]).first()
            if agency is None:
                kind, _made = AgencyKind.objects.get_or_create(
                    code="co-quan", defaults={"name": "Cơ quan", "name_en": "Agency", "level": 2}
                )
                agency = Agency.objects.create(name=options["agency"], kind=kind, valid_from=today)
            user = User(
                username=options["username"], full_name=options["full_name"], must_change_password=True
            )
            user.set_password(password)
            user.save()
            post = Post.objects.create(
                agency=agency, role=Role.ADMIN, title=str(Role.ADMIN.label), valid_from=today
            )
            Holding.objects.create(post=post, user=user, from_on=today)
            record(
                verb="account.created",
                subject=f"agencies.user:{user.pk}",
                at=now,
                actor_id=user.pk,
                agency_id=agency.pk,
                post_id=post.pk,
                detail={"role": Role.ADMIN.value, "by": "command line"},
            )
        self.stdout.write(f"{user.username}  {password}")
