"""The codes an agency is known by elsewhere, kept as given, in either order of writing."""

from __future__ import annotations

from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from minhchung.agencies.domain.by import By
from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.models import Agency, AgencyIdentifier
from minhchung.ledger.domain.record import record
from minhchung.viet.codes import parse_agency_id
from minhchung.viet.problem import Problem

NATIONAL: Final = "mdd"
"""The scheme of national agency identifiers (mã định danh: QĐ 20/2020/QĐ-TTg, and the older QCVN 102)."""


def add_identifier(*, agency: Agency, scheme: str, value: str, by: By) -> AgencyIdentifier:
    """Write down a code for an agency. Raises Refused when it is misshapen or another agency's.

    H44.07 and 000.00.07.H44 are two spellings of one national code: kept as given, refused for a second agency.
    """
    if scheme == NATIONAL:
        _check_national(agency, value)
    try:
        with transaction.atomic():
            row = AgencyIdentifier.objects.create(agency=agency, scheme=scheme, value=value)
            _record("agency.identifier_added", agency, scheme, value, by)
    except IntegrityError:
        raise Refused("value", _("Mã này đã ghi cho một cơ quan.")) from None
    return row


def remove_identifier(*, identifier: AgencyIdentifier, by: By) -> None:
    """Take a code off an agency; the ledger keeps that it was there."""
    with transaction.atomic():
        _record("agency.identifier_removed", identifier.agency, identifier.scheme, identifier.value, by)
        identifier.delete()


def _check_national(agency: Agency, value: str) -> None:
    read = parse_agency_id(value)
    if isinstance(read, Problem):
        raise Refused("value", _("“%(value)s” không phải mã định danh cơ quan. Ví dụ: H44.07."), value=value)
    others = AgencyIdentifier.objects.filter(scheme=NATIONAL, value__icontains=read.root).exclude(
        agency=agency
    )
    for other in others.values_list("value", flat=True):
        known = parse_agency_id(other)
        if not isinstance(known, Problem) and known.canonical == read.canonical:
            raise Refused("value", _("Mã này đã ghi cho một cơ quan khác, viết là “%(value)s”."), value=other)


def _record(verb: str, agency: Agency, scheme: str, value: str, by: By) -> None:
    record(
        verb=verb,
        subject=f"agencies.agency:{agency.pk}",
        at=by.now,
        actor_id=by.actor.pk,
        agency_id=agency.pk,
        post_id=by.post.pk if by.post else None,
        detail={"scheme": scheme, "value": value},
    )
