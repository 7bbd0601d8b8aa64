"""Create, rename, merge, split and close agencies, each by a decision that takes effect on a day.

An agency is never deleted: it ends, and its successors carry on. Its posts and their holders end with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from minhchung.agencies.domain.admins import keep_an_admin
from minhchung.agencies.domain.by import By, Decision
from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.enums import SuccessionKind
from minhchung.agencies.models import Agency, AgencyKind, Holding, PastName, Post, Succession
from minhchung.ledger.domain.record import record
from minhchung.ledger.domain.versions import save_version
from minhchung.viet.collation import sort_key
from minhchung.viet.folding import nfc, search_key


@dataclass(frozen=True)
class NewAgency:
    """What a new agency is called and where it stands."""

    name: str
    kind: AgencyKind
    parent: Agency | None
    short_name: str = ""
    order_no: int = 0


def create_agency(*, new: NewAgency, decision: Decision, by: By) -> Agency:
    """Found an agency on the day the decision takes effect. Raises Refused if its parent is not there then."""
    with transaction.atomic():
        agency = _found(new, decision.effective_on)
        _record("agency.created", agency, decision, by, {"name": agency.name})
    return agency


def rename_agency(
    *, agency: Agency, expected: int, name: str, short_name: str, decision: Decision, by: By, today: date
) -> None:
    """Give the agency a new name from a day; the old one stays readable on the days it was carried.

    Raises Refused for a day still to come (the name would change early), before the agency or its last renaming.
    """
    _check_renaming(agency, name, short_name, decision.effective_on, today)
    name = nfc(name)
    with transaction.atomic():
        PastName.objects.create(
            agency=agency,
            name=agency.name,
            short_name=agency.short_name,
            until_on=decision.effective_on,
            decision_number=decision.number,
        )
        old = agency.name
        save_version(
            agency,
            expected=expected,
            name=name,
            short_name=short_name,
            name_key=search_key(name),
            sort_key=sort_key(name),
        )
        _record("agency.renamed", agency, decision, by, {"from": old, "to": name})


def _check_renaming(agency: Agency, name: str, short_name: str, day: date, today: date) -> None:
    if day > today:
        raise Refused(
            "effective_on", _("Chỉ đổi tên khi quyết định đã có hiệu lực; ngày này còn ở phía trước.")
        )
    if not agency.is_valid_on(day) or not agency.is_valid_on(today):
        raise Refused("effective_on", _("Vào ngày này cơ quan chưa thành lập hoặc đã kết thúc."))
    if agency.past_names.filter(until_on__gte=day).exists():
        raise Refused("effective_on", _("Đã có một lần đổi tên vào ngày này hoặc sau đó."))
    if (nfc(name), short_name) == (agency.name, agency.short_name):
        raise Refused("name", _("Tên mới giống hệt tên đang dùng."))


def merge_agencies(
    *, predecessors: Sequence[Agency], successor: Agency | NewAgency, decision: Decision, by: By
) -> Agency:
    """Merge agencies into one, new or already there. Predecessors end on the day; returns the successor.

    Raises Refused when fewer than two take part, when one is not there on that day, or still has agencies below it.
    """
    absorbing = successor if isinstance(successor, Agency) else None
    ending = [agency for agency in _locked(predecessors) if absorbing is None or agency.pk != absorbing.pk]
    if len(ending) + (absorbing is not None) < 2:
        raise Refused("predecessors", _("Sáp nhập cần ít nhất hai cơ quan."))
    with transaction.atomic():
        heir = (
            _there_then(absorbing, decision.effective_on)
            if absorbing
            else _found(successor, decision.effective_on)
        )  # type: ignore[arg-type]
        _end(ending, decision.effective_on, heir=heir)
        _succeed(SuccessionKind.MERGE, ending, [heir], decision)
        detail = {"predecessors": [agency.pk for agency in ending], "successor": heir.pk}
        for agency in [*ending, heir]:
            _record("agency.merged", agency, decision, by, detail)
    return heir


def split_agency(
    *, agency: Agency, expected: int, parts: Sequence[NewAgency], remains: bool, decision: Decision, by: By
) -> list[Agency]:
    """Split an agency into new ones; it ends on the day unless it remains (tách). Returns the new agencies.

    Raises Refused when too few parts are named, or the agency is not there on that day or has agencies below it.
    """
    if len(parts) < (1 if remains else 2):
        raise Refused("names", _("Chia cần ít nhất hai cơ quan mới; tách cần ít nhất một."))
    with transaction.atomic():
        _there_then(agency, decision.effective_on)
        heirs = [_found(part, decision.effective_on) for part in parts]
        if remains:
            save_version(agency, expected=expected)
        else:
            _end([agency], decision.effective_on, expected=expected)
        _succeed(SuccessionKind.SPLIT, [agency], heirs, decision)
        detail = {"successors": [heir.pk for heir in heirs], "remains": remains}
        for each in [agency, *heirs]:
            _record("agency.split", each, decision, by, detail | {"predecessor": agency.pk})
    return heirs


def close_agency(*, agency: Agency, expected: int, decision: Decision, by: By) -> None:
    """End an agency that nobody carries on. Raises Refused if it is not there then or has agencies below it."""
    with transaction.atomic():
        _end([agency], decision.effective_on, expected=expected)
        _record("agency.closed", agency, decision, by, {})


def _locked(agencies: Iterable[Agency]) -> list[Agency]:
    keys = [agency.pk for agency in agencies]
    return list(Agency.objects.filter(pk__in=keys).order_by("pk"))


def _found(new: NewAgency, day: date) -> Agency:
    if new.parent is not None and not new.parent.is_valid_on(day):
        raise Refused("parent", _("Cơ quan cấp trên chưa có hoặc đã kết thúc vào ngày này."))
    return Agency.objects.create(
        name=new.name,
        short_name=new.short_name,
        kind=new.kind,
        parent=new.parent,
        order_no=new.order_no,
        valid_from=day,
    )


def _there_then(agency: Agency, day: date) -> Agency:
    if not agency.is_valid_on(day) or agency.valid_to is not None:
        raise Refused("effective_on", _("“%(name)s” chưa có, hoặc đã có ngày kết thúc."), name=agency.name)
    return agency


def _end(
    agencies: Sequence[Agency], day: date, *, expected: int | None = None, heir: Agency | None = None
) -> None:
    """Close agencies on this day with their posts and holdings."""
    for agency in agencies:
        _there_then(agency, day)
        if day <= agency.valid_from:
            raise Refused("effective_on", _("“%(name)s” mới thành lập vào ngày này."), name=agency.name)
    below = Agency.objects.filter(parent__in=agencies, valid_to__isnull=True)
    blocking = (
        below.exclude(pk=heir.pk if heir else None).exclude(pk__in=[agency.pk for agency in agencies]).first()
    )
    if blocking is not None:
        raise Refused("", _("Còn cơ quan trực thuộc đang hoạt động, ví dụ “%(name)s”."), name=blocking.name)
    keep_an_admin(day, without_agencies=list(agencies))
    for agency in agencies:
        save_version(agency, expected=expected or agency.row_version, valid_to=day)
    _end_posts(agencies, day)


def _end_posts(agencies: Sequence[Agency], day: date) -> None:
    open_after = Q(to_on__isnull=True) | Q(to_on__gt=day)
    for holding in Holding.objects.filter(open_after, post__agency__in=agencies):
        holding.to_on = max(day, holding.from_on)
        holding.save(update_fields=["to_on"])
    for post in Post.objects.filter(agency__in=agencies, valid_to__isnull=True):
        save_version(post, expected=post.row_version, valid_to=max(day, post.valid_from))


def _succeed(
    kind: SuccessionKind, predecessors: Sequence[Agency], successors: Sequence[Agency], decision: Decision
) -> None:
    Succession.objects.bulk_create(
        Succession(
            kind=kind,
            predecessor=predecessor,
            successor=successor,
            effective_on=decision.effective_on,
            decision_number=decision.number,
        )
        for predecessor in predecessors
        for successor in successors
    )


def _record(verb: str, agency: Agency, decision: Decision, by: By, detail: dict[str, Any]) -> None:
    record(
        verb=verb,
        subject=f"agencies.agency:{agency.pk}",
        at=by.now,
        actor_id=by.actor.pk,
        agency_id=agency.pk,
        post_id=by.post.pk if by.post else None,
        detail={"decision": decision.number, "effective_on": decision.effective_on.isoformat(), **detail},
    )
