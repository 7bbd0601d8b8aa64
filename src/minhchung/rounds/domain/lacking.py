"""What a draft round lacks before it can be opened, part by part; a line each, with what to do."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from minhchung.agencies.domain.acting import held_at
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Agency
from minhchung.rounds.domain.access import COUNCIL_BODY
from minhchung.rounds.domain.acts import taking_part
from minhchung.rounds.domain.data_score import is_wholly_data
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.enums import PhaseKind
from minhchung.rounds.models import Entry, Round


def bodies_named(round: Round) -> tuple[str, ...]:
    """The appraising bodies that the rubric names, in its order."""
    named = (leaf.appraised_by for leaf in rubric_of(round.rubric).leaves())
    return tuple(dict.fromkeys(body for body in named if body))


def obstacles_to_open(round: Round) -> list[str]:
    """Why a draft round cannot be opened yet; a line each, with what to do."""
    return [words for _part, words in lacking_to_open(round)]


def lacking_to_open(round: Round) -> list[tuple[str, str]]:
    """(part, why) of everything a draft lacks; parts: agencies, groups, bodies, substitutes, parameters, phases."""
    entries = list(round.entries.select_related("agency"))
    none = [] if entries else [("agencies", _("Đợt chưa có cơ quan nào. Chọn cơ quan tham gia."))]
    return [
        *none,
        *(("agencies", not_there(entry.agency)) for entry in entries if not _was_there(round, entry)),
        *(("groups", words) for words in _unsaid_traits(round, entries)),
        *(("bodies", words) for words in _unnamed_bodies(round)),
        *(("substitutes", words) for words in _own_appraisals(round)),
        *(("parameters", words) for words in _unset_parameters(round)),
        *(("phases", words) for words in _undated_phases(round)),
    ]


def nobody_there(round: Round, today: date) -> list[str]:
    """Posts of the round's work that nobody holds today, a line a role; a round opens all the same. Five queries at most."""
    own = {} if is_wholly_data(rubric_of(round.rubric)) else _names(round.entries.values_list("agency_id"))
    bodies = _names(round.bodies.values_list("agency_id"), round.substitutes.values_list("substitute_id"))
    asked = ((Role.SECRETARY, own), (Role.HEAD, own), (Role.APPRAISER, bodies))
    found = []
    for role, agencies in asked:
        held = held_at(agencies, role, today) if agencies else frozenset()
        if empty := [name for pk, name in agencies.items() if pk not in held]:
            told = {"role": role.label, "agencies": ", ".join(empty)}
            found.append(_("Chưa ai giữ vị trí %(role)s ở: %(agencies)s. Nhờ quản trị giao vị trí.") % told)
    return found


def _names(*ids: QuerySet[Any, Any]) -> dict[int, str]:
    wanted = {pk for each in ids for (pk,) in each}
    return dict(
        Agency.objects.filter(pk__in=wanted).order_by("order_no", "sort_key").values_list("pk", "name")
    )


def _was_there(round: Round, entry: Entry) -> bool:
    return entry.agency.is_valid_on(round.reference_on)


def not_there(agency: Agency) -> str:
    return _("%(agency)s không tồn tại vào ngày tham chiếu. Chọn cơ quan kế thừa, hoặc đổi ngày.") % {
        "agency": agency.name
    }


def _undated_phases(round: Round) -> list[str]:
    """Steps without times; a round computed wholly from data has no steps that people take before the council."""
    if is_wholly_data(rubric_of(round.rubric)):
        return []
    there = set(round.phases.values_list("kind", flat=True))
    missing = (kind for kind in PhaseKind if kind not in there)
    return [_("Chưa có thời gian của bước “%(phase)s”.") % {"phase": kind.label} for kind in missing]


def _unnamed_bodies(round: Round) -> list[str]:
    assigned = set(round.bodies.values_list("body", flat=True))
    missing = (body for body in bodies_named(round) if body not in assigned)
    return [_("Chưa chỉ định cơ quan thẩm định cho “%(body)s”.") % {"body": body} for body in missing]


def _unset_parameters(round: Round) -> list[str]:
    return [
        _("Chưa có “%(parameter)s” mà bộ tiêu chí để cho đợt quy định.") % {"parameter": parameter.title}
        for parameter in rubric_of(round.rubric).parameters
        if parameter.default is None and parameter.name not in round.parameters
    ]


def needed_substitutes(round: Round) -> list[tuple[Agency, str]]:
    """Each agency taking part that the round names as a body, with that body: somebody else appraises it there.

    The round's owner, when it takes part itself, with the council: somebody else decides its entry.
    """
    named = set(bodies_named(round))
    taking = set(taking_part(round).values_list("agency_id", flat=True))
    rows = round.bodies.filter(body__in=named).select_related("agency").order_by("pk")
    needed = [(row.agency, row.body) for row in rows if row.agency_id in taking]
    return [*needed, (round.owner, COUNCIL_BODY)] if round.owner_id in taking else needed


def _own_appraisals(round: Round) -> list[str]:
    replaced = set(round.substitutes.values_list("agency_id", "body"))
    return [
        _("%(agency)s không được tự thẩm định phần “%(body)s” của mình. Chỉ định cơ quan thay thế.")
        % {"agency": agency.name, "body": body}
        for agency, body in needed_substitutes(round)
        if (agency.pk, body) not in replaced
    ]


def _unsaid_traits(round: Round, entries: list[Entry]) -> list[str]:
    """A trait the rubric asks for decides which rule holds; nothing is guessed for an agency that lacks it."""
    lines = []
    for trait in rubric_of(round.rubric).traits:
        lacking = [entry.agency.name for entry in entries if trait.name not in entry.traits]
        if lacking:
            lines.append(
                _("%(n)d cơ quan chưa ghi đặc điểm “%(trait)s”, ví dụ %(agency)s.")
                % {"n": len(lacking), "trait": trait.title, "agency": lacking[0]}
            )
    return lines
