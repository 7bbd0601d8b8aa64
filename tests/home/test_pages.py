"""Every page of agencies and home: valid HTML, one h1 that opens the title, unique ids, labelled fields, nothing inline."""

from __future__ import annotations

import re
from typing import Any

import html5lib
import pytest
from django.utils import timezone
from lxml import html

from minhchung.agencies.domain.by import By
from minhchung.agencies.domain.posts import hand_over
from minhchung.agencies.models import AgencyIdentifier, Handover, Holding

PAGES = (
    ("thu_ky", "/"),
    ("thuong_truc", "/"),
    ("soan_thao", "/"),
    ("quan_tri", "/cai-dat/"),
    ("quan_tri", "/doi-mat-khau/"),
    ("quan_tri", "/co-quan/"),
    ("quan_tri", "/co-quan/?tim=phong"),
    ("quan_tri", "/co-quan/?trong={standing}"),
    ("quan_tri", "/co-quan/{agency}/"),
    ("quan_tri", "/co-quan/{agency}/doi-ten/"),
    ("quan_tri", "/co-quan/{agency}/sap-nhap/"),
    ("quan_tri", "/co-quan/{agency}/chia-tach/"),
    ("quan_tri", "/co-quan/{agency}/ket-thuc/"),
    ("quan_tri", "/co-quan/{agency}/them-ma/"),
    ("quan_tri", "/co-quan/{agency}/them-vi-tri/"),
    ("quan_tri", "/co-quan/moi/"),
    ("quan_tri", "/tai-khoan/"),
    ("quan_tri", "/tai-khoan/moi/"),
    ("quan_tri", "/tai-khoan/{person}/"),
    ("quan_tri", "/ban-giao/"),
    ("thu_ky_tp", "/ban-giao/?vi-tri={post}"),
    ("quan_tri", "/ban-giao/{handover}/"),
    ("quan_tri", "/so-cai/"),
    ("quan_tri", "/so-cai/0/"),
    (None, "/"),
    (None, "/dang-nhap/"),
    (None, "/tro-giup/"),
    (None, "/diem-kiem-tra/"),
)


@pytest.fixture
def lived_in(open_world: Any) -> Any:
    """The open world with a code, and one handover in the ledger."""
    AgencyIdentifier.objects.create(agency=open_world.tu_phap, scheme="mdd", value="H57.07")
    hand_over(
        holding=Holding.objects.get(user=open_world.people["lanh_dao_tp"]),
        receiver=open_world.people["soan_thao"],
        on=timezone.localdate(),
        note="Ghi chú",
        summary={"items": []},
        by=By(open_world.people["quan_tri"], None, timezone.now()),
        today=timezone.localdate(),
    )
    return open_world


@pytest.mark.parametrize(("person", "address"), PAGES)
def test_a_page_is_well_made(lived_in: Any, client: Any, person: str | None, address: str) -> None:
    address = address.format(
        standing=lived_in.standing.pk,
        agency=lived_in.tu_phap.pk,
        person=lived_in.people["thu_ky"].pk,
        post=lived_in.post_of("thu_ky_tp").pk,
        handover=Handover.objects.get().pk,
    )
    answer = (lived_in.client(person) if person else client).get(address)
    text = answer.content.decode()

    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parse(text)
    tree = html.fromstring(text)
    heading = " ".join(tree.xpath("string(//h1)").split())
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("string(//title)").startswith(heading)
    ids = tree.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))
    assert tree.xpath("//@style | //style | //script[not(@src)] | //@onclick") == []
    assert _unlabelled(tree) == []
    assert re.search(r"\{[{%]", text) is None


def _unlabelled(tree: Any) -> list[str]:
    controls = tree.xpath("//input[not(@type='hidden') and not(@hidden)] | //select | //textarea")
    named = set(tree.xpath("//label/@for"))
    return [
        control.get("name")
        for control in controls
        if control.get("id") not in named and not control.get("aria-label")
    ]
