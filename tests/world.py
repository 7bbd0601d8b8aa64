"""Named people of a small district, for tests: a secretary and her head, the bodies that appraise, the standing body,
a council, and an outsider from another province. Every text of an agency carries that agency's canary."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.test import Client

from minhchung.agencies.enums import Role
from minhchung.agencies.models import Agency, AgencyKind, Holding, Post, User
from minhchung.criteria.models import RubricVersion
from minhchung.rounds.enums import PhaseKind, RoundState
from minhchung.rounds.models import BodyAssignment, Entry, Phase, Round
from minhchung.rubric import Rubric, parse, rubric_hash

DATA = Path(__file__).parent / "data"
PASSWORD = "mat-khau-thu-nghiem-1"
BORN = date(2020, 1, 1)


@dataclass
class World:
    """What a test needs by name; `people` maps a short name to the account."""

    kind: AgencyKind
    standing: Agency
    noi_vu: Agency
    van_phong: Agency
    kinh_te: Agency
    tu_phap: Agency
    other_province: Agency
    people: dict[str, User] = field(default_factory=dict)
    rubric: RubricVersion | None = None
    round: Round | None = None
    entries: dict[str, Entry] = field(default_factory=dict)

    def client(self, name: str, **kwargs: object) -> Client:
        """A browser signed in as this person."""
        client = Client(**kwargs)  # type: ignore[arg-type]
        client.force_login(self.people[name])
        return client

    def post_of(self, name: str) -> Post:
        return Post.objects.get(holdings__user=self.people[name])


def make_agency(name: str, kind: AgencyKind, parent: Agency | None = None, order_no: int = 0) -> Agency:
    return Agency.objects.create(name=name, kind=kind, parent=parent, order_no=order_no, valid_from=BORN)


def make_person(
    username: str, full_name: str, agency: Agency, role: Role, password: str | None = None
) -> User:
    """An account with one post in one agency. Without a password it can only be signed in by force_login."""
    user = User.objects.create_user(username, full_name, password)
    post = post_in(agency, role)
    post.save()
    Holding.objects.create(post=post, user=user, from_on=BORN)
    return user


def post_in(agency: Agency, role: Role) -> Post:
    return Post(agency=agency, role=role, title=str(role.label), valid_from=BORN)


def make_world() -> World:
    """Agencies and people only; fixed number of queries, no password hashing."""
    kind = AgencyKind.objects.create(code="phong", name="Phòng chuyên môn", level=3)
    top = AgencyKind.objects.create(code="ubnd-huyen", name="UBND cấp huyện", level=3)
    standing = make_agency("UBND huyện Quảng Điền", top)
    world = World(
        kind=kind,
        standing=standing,
        noi_vu=make_agency("Phòng Nội vụ", kind, standing, 1),
        van_phong=make_agency("Văn phòng HĐND và UBND", kind, standing, 2),
        kinh_te=make_agency("Phòng Kinh tế và Hạ tầng", kind, standing, 3),
        tu_phap=make_agency("Phòng Tư pháp", kind, standing, 4),
        other_province=make_agency("Sở Khoa học và Công nghệ tỉnh khác", kind, None, 1),
    )
    people = (
        ("thu_ky", "Nguyễn Thị Thư", world.kinh_te, Role.SECRETARY),
        ("lanh_dao", "Trần Văn Lãnh", world.kinh_te, Role.HEAD),
        ("thu_ky_tp", "Lê Thị Tư", world.tu_phap, Role.SECRETARY),
        ("lanh_dao_tp", "Phạm Văn Pháp", world.tu_phap, Role.HEAD),
        ("thu_ky_nv", "Đỗ Thị Nội", world.noi_vu, Role.SECRETARY),
        ("tham_dinh_nv", "Hoàng Văn Vụ", world.noi_vu, Role.APPRAISER),
        ("tham_dinh_vp", "Bùi Thị Phòng", world.van_phong, Role.APPRAISER),
        ("thuong_truc", "Võ Văn Trực", world.standing, Role.STANDING),
        ("thuong_truc_2", "Đặng Thị Hai", world.standing, Role.STANDING),
        ("hoi_dong", "Ngô Văn Hội", world.standing, Role.COUNCIL),
        ("soan_thao", "Dương Thị Soạn", world.standing, Role.AUTHOR),
        ("quan_tri", "Lý Văn Quản", world.standing, Role.ADMIN),
        ("nguoi_ngoai", "Hồ Thị Ngoài", world.other_province, Role.SECRETARY),
        ("thuong_truc_ngoai", "Mai Văn Ngoại", world.other_province, Role.STANDING),
    )
    posts = Post.objects.bulk_create(post_in(agency, role) for _username, _full_name, agency, role in people)
    for username, full_name, _agency, _role in people:
        world.people[username] = User.objects.create_user(username, full_name)
    Holding.objects.bulk_create(
        Holding(post=post, user=user, from_on=BORN)
        for post, user in zip(posts, world.people.values(), strict=True)
    )
    return world


@cache
def _parsed(text: str, name: str) -> tuple[Rubric, str]:
    rubric = parse(text, name)
    return rubric, rubric_hash(rubric)


def load_rubric(owner: Agency | None = None, path: Path = DATA / "world.rubric.yaml") -> RubricVersion:
    text = path.read_text()
    rubric, sha256 = _parsed(text, path.name)
    return RubricVersion.objects.create(
        code=rubric.code,
        version=rubric.version,
        title=rubric.title,
        owner=owner,
        text=text,
        sha256=sha256,
        decision_number=rubric.decision,
        loaded_at=datetime(2023, 1, 1, tzinfo=UTC),
    )


def open_round(world: World, now: datetime | None = None) -> Round:
    """An open round of the small rubric: kinh_te, tu_phap and noi_vu take part; now is inside self-assessment."""
    now = now or datetime.now(UTC)
    world.rubric = load_rubric(world.standing)
    round = Round.objects.create(
        title="Chấm điểm thử nghiệm 2023",
        rubric=world.rubric,
        owner=world.standing,
        year=2023,
        period_from=date(2023, 1, 1),
        period_to=date(2023, 12, 31),
        reference_on=date(2023, 12, 31),
        parameters={"han_ke_hoach": {"kind": "date", "value": "2023-01-20"}},
        state=RoundState.OPEN,
        created_by=world.people["thuong_truc"],
        created_at=now,
    )
    start = now - timedelta(days=10)
    for days, kind in enumerate(
        (PhaseKind.SELF, PhaseKind.APPRAISAL, PhaseKind.EXPLANATION, PhaseKind.COUNCIL)
    ):
        Phase.objects.create(
            round=round,
            kind=kind,
            opens_at=start + timedelta(days=days),
            due_at=now + timedelta(days=10 + days),
            locks_at=now + timedelta(days=20 + days),
        )
    BodyAssignment.objects.create(round=round, body="Phòng Nội vụ", agency=world.noi_vu)
    BodyAssignment.objects.create(round=round, body="Văn phòng", agency=world.van_phong)
    for name, agency in (("kinh_te", world.kinh_te), ("tu_phap", world.tu_phap), ("noi_vu", world.noi_vu)):
        world.entries[name] = Entry.objects.create(round=round, agency=agency, group="Phòng chuyên môn")
    world.round = round
    return round
