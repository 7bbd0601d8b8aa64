"""Take a later version of the rubric into an open round, by decision.

Answers to unchanged nodes (same id, same rule) stand. Answers to changed ones are put aside: the history keeps them,
the leaf is to be answered again, and a submitted entry comes back to its agency for just those leaves.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from minhchung.agencies.models import Post, User
from minhchung.criteria.models import RubricVersion
from minhchung.ledger.domain.versions import save_version
from minhchung.rounds.domain.acts import Decision, RoundRefused, decide, lock_entries, must_be, taking_part
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.enums import DecisionKind, EntryState, LeafState, RoundState, Verdict
from minhchung.rounds.models import Entry, LeafRevision, LeafValue, Round
from minhchung.rubric import Rubric
from minhchung.rubric.diff import Survival, answers_survive, compare

MOST_SAID = 700
"""Characters of a change told in a leaf's remark; the rubric's page of changes has the whole."""


def later_versions(round: Round) -> list[RubricVersion]:
    """Other kept versions of the round's rubric that were issued or loaded after its own."""
    others = RubricVersion.objects.filter(code=round.rubric.code).exclude(pk=round.rubric_id)
    return list(others.filter(loaded_at__gte=round.rubric.loaded_at).order_by("-loaded_at", "-pk"))


def obstacles_to_amend(round: Round, version: RubricVersion) -> list[str]:
    """Why this version cannot be taken into the round; a line each."""
    if version.code != round.rubric.code or version.pk == round.rubric_id:
        return [_("Chọn một phiên bản khác của chính bộ tiêu chí này.")]
    old, new = rubric_of(round.rubric), rubric_of(version)
    changed = {leaf.id: was for was, leaf in answers_survive(old, new).changed}
    ruled = round.rulings.filter(node_id__in=list(changed)).values_list("node_id", flat=True).distinct()
    lines = [
        _("Tiêu chí %(code)s đã có quyết nghị cách chấm; không đổi quy tắc của tiêu chí này trong đợt.")
        % {"code": changed[node_id].code}
        for node_id in ruled
    ]
    assigned = set(round.bodies.values_list("body", flat=True))
    bodies = dict.fromkeys(leaf.appraised_by for leaf in new.leaves() if leaf.appraised_by)
    lines += [
        _("Phiên bản mới nêu cơ quan thẩm định “%(body)s” mà đợt chưa chỉ định.") % {"body": body}
        for body in bodies
        if body not in assigned
    ]
    lines += [
        _("Phiên bản mới cần “%(parameter)s” mà đợt chưa quy định.") % {"parameter": parameter.title}
        for parameter in new.parameters
        if parameter.default is None and parameter.name not in round.parameters
    ]
    return lines


def amend(
    *, round: Round, version: RubricVersion, decision: Decision, actor: User, post: Post | None, now: datetime
) -> Survival:
    """Pin the later version. Raises RoundRefused with every obstacle, StaleRow when another act came first."""
    must_be(round, RoundState.OPEN)
    if lines := obstacles_to_amend(round, version):
        raise RoundRefused(*lines)
    old, new = rubric_of(round.rubric), rubric_of(version)
    found = answers_survive(old, new)
    with transaction.atomic():
        payload = {
            "from": round.rubric.sha256,
            "to": version.sha256,
            "changed": sorted(found.changed_ids),
            "added": sorted(leaf.id for leaf in found.added),
            "removed": sorted(leaf.id for leaf in found.removed),
        }
        save_version(round, expected=round.row_version, rubric=version)
        lock_entries(taking_part(round))
        decide(round, DecisionKind.AMEND, decision, actor, post, now, payload)
        _put_aside(round, found, decision, actor, post, now)
        _give_back(round, old, new, found, decision, now)
    return found


def keep_current(
    *, round: Round, version: RubricVersion, decision: Decision, actor: User, post: Post | None, now: datetime
) -> None:
    """Decide that the round goes on as it is, without this later version; nothing else changes.

    Raises RoundRefused for a version that is no later one of the round's rubric, StaleRow when another act came first.
    """
    must_be(round, RoundState.OPEN)
    if version not in later_versions(round):
        raise RoundRefused(_("Chọn một phiên bản khác của chính bộ tiêu chí này."))
    with transaction.atomic():
        save_version(round, expected=round.row_version)
        payload = {"kept": round.rubric.sha256, "declined": version.sha256}
        decide(round, DecisionKind.KEEP, decision, actor, post, now, payload)


def declined_in(round: Round) -> dict[str, str]:
    """Hash of a version the round goes on without → number of the decision; one query."""
    rows = round.decisions.filter(kind=DecisionKind.KEEP).values_list("payload", "number")
    return {payload["declined"]: number for payload, number in rows}


def _put_aside(
    round: Round, found: Survival, decision: Decision, actor: User, post: Post | None, now: datetime
) -> None:
    """Empty the values of changed leaves at every stage; what they held stays as a revision."""
    words = [
        f"Tiêu chí đã đổi theo quyết định {decision.number}: trả lời lại.",
        f"The criterion was changed by decision {decision.number}: to be answered again.",
    ]
    values = list(
        LeafValue.objects.filter(entry__round=round, node_id__in=found.changed_ids).exclude(
            answer__isnull=True, draft__isnull=True
        )
    )
    for value in values:
        value.answer, value.points, value.state, value.draft = None, None, LeafState.ABSENT, None
        value.verdict, value.reason, value.reasons = Verdict.ENTERED, "", [words]
        value.by, value.post, value.at = actor, post, now
        value.row_version += 1
    changed = ["answer", "points", "state", "draft", "verdict", "reason", "reasons", "by", "post", "at"]
    LeafValue.objects.bulk_update(values, [*changed, "row_version"], batch_size=100)
    LeafRevision.objects.bulk_create(
        [
            LeafRevision(
                value=value,
                row_version=value.row_version,
                verdict=Verdict.ENTERED,
                state=LeafState.ABSENT,
                reason=words[0],
                note=value.note,
                by=actor,
                post=post,
                at=now,
            )
            for value in values
        ],
        batch_size=200,
    )


def _give_back(
    round: Round, old: Rubric, new: Rubric, found: Survival, decision: Decision, now: datetime
) -> None:
    """Entries with leaves to answer again come back to their agency, each leaf with a remark saying what changed."""
    changed = _what_changed(old, new)
    with override("vi"):  # kept with the entry, read by others: never in the language of who amends
        words = _("Tiêu chí đã đổi theo quyết định %(number)s: trả lời lại.") % {"number": decision.number}
    for entry in taking_part(round):
        asked = [leaf.id for leaf in own_leaves(new, entry.traits).asked if leaf.id in found.to_answer]
        if not asked:
            continue
        remarks = {
            **entry.return_remarks,
            **{leaf: f"{words} {changed.get(leaf, '')}".strip() for leaf in asked},
        }
        changes: dict[str, Any] = {"return_remarks": remarks}
        if entry.state in {EntryState.SUBMITTED, EntryState.WITH_HEAD}:
            changes |= {
                "state": EntryState.RETURNED,
                "sent_at": None,
                "return_reason": words,
                "returned_at": now,
            }
        save_version(entry, expected=entry.row_version, **changes)


def _what_changed(old: Rubric, new: Rubric) -> dict[str, str]:
    """Leaf id → what of it asks for a new answer, what stood and what stands; cut where it is long."""
    found: dict[str, list[str]] = {}
    for change in compare(old, new):
        if change.to_answer and change.id:
            found.setdefault(change.id, []).append(change.message.vi)
    return {leaf: _cut(" ".join(f"{line}." for line in lines)) for leaf, lines in found.items()}


def _cut(text: str) -> str:
    return text if len(text) <= MOST_SAID else f"{text[:MOST_SAID].rstrip()} …"


def preview(round: Round, version: RubricVersion) -> tuple[Survival, int]:
    """What taking this version would do: the difference, and how many entries would come back to their agency."""
    new = rubric_of(version)
    found = answers_survive(rubric_of(round.rubric), new)
    sent = taking_part(round).filter(state__in=[EntryState.SUBMITTED, EntryState.WITH_HEAD])
    back = sum(_is_asked(entry, new, found) for entry in sent)
    return found, back


def _is_asked(entry: Entry, new: Rubric, found: Survival) -> bool:
    return any(leaf.id in found.to_answer for leaf in own_leaves(new, entry.traits).asked)
