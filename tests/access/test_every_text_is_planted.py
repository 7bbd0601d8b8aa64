"""A text that an agency may write holds a canary in the sweep's world, or stands here with the reason why it does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from tests.access.addresses import CANARY

SAID_TO_ALL = "the directory of agencies, which everybody signed in reads"
OF_THE_PRODUCT = "kept by the product itself, of no agency"
ISSUED = "issued or published: everybody may read it"
NO_CANARY = {
    "agencies.AgencyKind": SAID_TO_ALL,
    "agencies.Agency": SAID_TO_ALL,
    "agencies.AgencyIdentifier": SAID_TO_ALL,
    "agencies.PastName": SAID_TO_ALL,
    "agencies.Succession": SAID_TO_ALL,
    "agencies.Post": SAID_TO_ALL,
    "agencies.User": "a person's, not an agency's; tests/agencies says who reads accounts",
    "agencies.SignInAttempt": OF_THE_PRODUCT,
    "cases.CaseManifest": "names of files by their content; the cases themselves are planted in the store",
    "cases.CalendarDay": "days off, said to all",
    "criteria.RubricVersion": ISSUED,
    "ledger.LedgerEntry": ISSUED,
    "ledger.LedgerHead": OF_THE_PRODUCT,
    "ledger.LedgerNode": OF_THE_PRODUCT,
    "ledger.Checkpoint": ISSUED,
    "ledger.IdempotentAnswer": "found by the person's own key only (tests/ledger)",
    "rounds.StatedTable": "published elsewhere; everybody signed in reads it (rounds.domain.stated.stated_tables)",
    "rounds.StatedAct": "of such a table",
    "rounds.Receipt": "a number and a digest",
}
"""Models none of whose texts is an agency's alone."""
NOT_WORDS = {
    "answer": "an option of the rubric, a number or a date, never words of one's own",
    "code": "a code of the rubric or of a finding",
    "definition": "the version of the product's counting rules",
    "digest": "a digest",
    "draft_sha256": "a digest",
    "engine": "the version of the product",
    "flags": "what the product saw in a file",
    "indicator": "a code of the product",
    "input_digest": "a digest",
    "key": "a digest",
    "kind": "the product's name of a kind of file",
    "node": "a code of the rubric",
    "node_id": "a code of the rubric",
    "requested_answer": "as answer",
    "search_text": "folded from fields that are planted",
    "sha256": "a digest",
    "traits": "traits that the rubric names",
    "why": "the product's word for a step",
}
"""Fields, by name, that hold no words of a person's."""
ELSEWHERE = {
    "cases.ApiKey.prefix": "planted in small letters of its own shape; the page shows it beside the name",
    "cases.FrozenFigure.counts": "numbers",
    "cases.ImportBatch.number": "the product numbers receipts",
    "cases.Procedure.number": "a national number",
    "cases.ProcedureVersion.code": "a national number",
    "criteria.RubricDraft.version": "a label beside the title, which is planted",
    "rounds.DataAnswer.reasons": "as figures, which are planted",
}


def texts_of(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    for field in model._meta.concrete_fields:
        words = isinstance(field, models.CharField | models.TextField | models.JSONField)
        if words and not field.choices and type(field).__name__ != "PointsField":
            yield field


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("minhchung.")]


def test_every_text_of_an_agency_holds_a_canary(canary_world: Any) -> None:
    bare = []
    for model in ours():
        if model._meta.label in NO_CANARY:
            continue
        for field in texts_of(model):
            named = f"{model._meta.label}.{field.name}"
            if field.name in NOT_WORDS or named in ELSEWHERE:
                continue
            if not any(CANARY in str(said) for said in model.objects.values_list(field.name, flat=True)):
                bare.append(named)
    assert bare == []


def test_the_exceptions_name_what_exists() -> None:
    labels = {model._meta.label for model in ours()}
    fields = {f"{model._meta.label}.{field.name}" for model in ours() for field in texts_of(model)}

    assert sorted(NO_CANARY.keys() - labels) == []
    assert sorted(ELSEWHERE.keys() - fields) == []
    assert sorted(NOT_WORDS.keys() - {name.rsplit(".", 1)[1] for name in fields}) == []
