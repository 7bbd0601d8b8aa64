"""The sample's agencies, posts and accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from minhchung.agencies.enums import Role
from minhchung.agencies.models import Agency, AgencyIdentifier, AgencyKind, Holding, Post, User
from minhchung.home.sample import accounts as names
from minhchung.home.sample.accounts import ACCOUNTS, PASSWORD

BORN = date(2016, 1, 1)
OFFICES = (
    names.VAN_PHONG,
    names.NOI_VU,
    names.TU_PHAP,
    names.TAI_CHINH,
    names.KINH_TE,
    names.VAN_HOA,
    "Phòng Giáo dục và Đào tạo",
    "Phòng Lao động - Thương binh và Xã hội",
    "Phòng Tài nguyên và Môi trường",
    "Phòng Nông nghiệp và Phát triển nông thôn",
    "Phòng Y tế",
    "Thanh tra huyện",
)
COMMUNES = (
    "UBND thị trấn Sịa",
    "UBND xã Quảng Phú",
    "UBND xã Quảng Thọ",
    "UBND xã Quảng Vinh",
    "UBND xã Quảng An",
    "UBND xã Quảng Thành",
    "UBND xã Quảng Phước",
    "UBND xã Quảng Lợi",
    "UBND xã Quảng Thái",
    "UBND xã Quảng Ngạn",
    "UBND xã Quảng Công",
)
CA_MAU_AGENCIES = (
    "Sở Thông tin và Truyền thông",
    "Sở Nội vụ BRVT",
    "Sở Giao thông Vận tải BRVT",
    "Sở Lao Động Thương binh Xã hội BRVT",
    "Sở Tư pháp BRVT",
    "Sở Công Thương BRVT",
    "Sở Tài nguyên Môi trường BRVT",
)


@dataclass
class People:
    """Agencies by name, accounts by username, and the post of each account."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)

    def secretary_of(self, agency: str) -> tuple[User, Post]:
        return self._holder(agency, Role.SECRETARY)

    def head_of(self, agency: str) -> tuple[User, Post]:
        return self._holder(agency, Role.HEAD)

    def appraiser_of(self, agency: str) -> tuple[User, Post]:
        return self._holder(agency, Role.APPRAISER)

    def _holder(self, agency: str, role: Role) -> tuple[User, Post]:
        for username, post in self.posts.items():
            if post.role == role and post.agency == self.agencies[agency]:
                return self.users[username], post
        raise LookupError(f"{agency} has no {role}")


def make_people(now: datetime) -> People:
    people = People()
    _make_agencies(people)
    secret = make_password(PASSWORD)
    for account in ACCOUNTS:
        _appoint(people, account.username, account.full_name, account.agency, Role(account.role), secret)
    _fill_offices(people, secret)
    return people


def _make_agencies(people: People) -> None:
    kinds = {
        code: AgencyKind.objects.create(code=code, name=name, name_en=english, level=level, order_no=order)
        for order, (code, name, english, level) in enumerate(
            (
                ("ubnd-tinh", "UBND cấp tỉnh", "Provincial people's committee", 2),
                ("so", "Sở, ban, ngành", "Provincial department", 2),
                (
                    "ubnd-huyen",
                    "UBND cấp huyện (đến 30/6/2025)",
                    "District people's committee (until 30/6/2025)",
                    3,
                ),
                ("phong", "Phòng chuyên môn cấp huyện", "District office", 3),
                ("xa", "UBND cấp xã", "Commune people's committee", 4),
            )
        )
    }

    def add(
        name: str, kind: str, parent: str | None, order: int, identifier: str = "", **traits: str
    ) -> None:
        above = people.agencies[parent] if parent else None
        agency = Agency.objects.create(
            name=name, kind=kinds[kind], parent=above, order_no=order, valid_from=BORN, traits=traits
        )
        people.agencies[name] = agency
        if identifier:
            AgencyIdentifier.objects.create(agency=agency, scheme="ma-dinh-danh", value=identifier)

    add("UBND tỉnh Thừa Thiên Huế", "ubnd-tinh", None, 1, "H57")
    add(names.STANDING, "ubnd-huyen", "UBND tỉnh Thừa Thiên Huế", 1, "H57.31")
    for order, office in enumerate(OFFICES, 1):
        add(office, "phong", names.STANDING, order, f"H57.31.{order}")
    for order, commune in enumerate(COMMUNES, len(OFFICES) + 1):
        add(commune, "xa", names.STANDING, order, f"H57.31.{order + 8}", cap="xã")
    add("UBND tỉnh Đắk Nông", "ubnd-tinh", None, 2, "H16")
    add(names.DAK_NONG, "so", "UBND tỉnh Đắk Nông", 1, "H16.06")
    add(names.KRONG_NO, "ubnd-huyen", "UBND tỉnh Đắk Nông", 2, "H16.32")
    add("UBND tỉnh Đồng Nai", "ubnd-tinh", None, 4, "H19")
    add(names.DONG_NAI, "so", "UBND tỉnh Đồng Nai", 1, "H19.03")
    add("UBND tỉnh Cà Mau", "ubnd-tinh", None, 3, "H12")
    add(names.CA_MAU, "so", "UBND tỉnh Cà Mau", 1, "H12.06")
    for order, name in enumerate(CA_MAU_AGENCIES, 2):
        add(name, "so", "UBND tỉnh Cà Mau", order)


def _fill_offices(people: People, secret: str) -> None:
    """A secretary and a head for every office; an appraiser for every body that the rubric names."""
    for number, office in enumerate(OFFICES, 1):
        for role, prefix, family in (
            (Role.SECRETARY, "tk", "Nguyễn Văn"),
            (Role.HEAD, "ld", "Lê Văn"),
        ):
            if not _has(people, office, role):
                _appoint(
                    people, f"{prefix}{number:02d}", f"{family} {GIVEN[number - 1]}", office, role, secret
                )
    for number, office in enumerate((names.TU_PHAP, names.TAI_CHINH, names.KINH_TE, names.VAN_HOA), 1):
        _appoint(people, f"td{number:02d}", f"Trần Thị {GIVEN[-number]}", office, Role.APPRAISER, secret)


GIVEN = ("An", "Bình", "Châu", "Dũng", "Đông", "Giang", "Hà", "Khánh", "Liên", "Minh", "Ngân", "Phúc")


def _has(people: People, agency: str, role: Role) -> bool:
    return any(post.agency == people.agencies[agency] and post.role == role for post in people.posts.values())


def _appoint(people: People, username: str, full_name: str, agency: str, role: Role, secret: str) -> None:
    user = User(username=username, full_name=full_name, password=secret)
    user.save()
    post = Post.objects.create(
        agency=people.agencies[agency], role=role, title=str(role.label), valid_from=BORN
    )
    Holding.objects.create(post=post, user=user, from_on=BORN)
    people.users[username], people.posts[username] = user, post
