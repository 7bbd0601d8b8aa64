"""The operations of the API, and a page that describes them without any asset of another host."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET
from ninja import NinjaAPI, Path, Status
from ninja.errors import AuthenticationError, Throttled, ValidationError
from ninja.renderers import JSONRenderer

from minhchung.agencies.requests import received_at_of
from minhchung.api.domain.figures import push_figures
from minhchung.api.domain.pushing import Refused, push
from minhchung.api.errors import said
from minhchung.api.keys import SystemKey
from minhchung.api.schemas import CaseIn, ErrorOut, FigureBatchIn, FigureReceiptOut, ReceiptOut, ResultsOut
from minhchung.api.throttling import PerKey
from minhchung.cases.models import ImportBatch
from minhchung.rounds.domain.public import publications

_CHUNK: Final = 1 << 20
BATCH_ID: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"


class Readable(JSONRenderer):
    """JSON in UTF-8 with Vietnamese as it is written: people read these answers in a terminal."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=Readable(),
    title="Minh Chứng",
    version="1",
    description="Hồ sơ một cửa đẩy vào theo lô; kết quả đã công bố lấy ra. / One-stop cases in, published results out.",
    docs_url=None,
    openapi_url="openapi.json",
    throttle=[PerKey("240/m")],
)
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "Danh sách hồ sơ: một mảng JSON, hoặc mỗi dòng một đối tượng. / A JSON list, or one object a line.",
        "content": {
            "application/json": {
                "schema": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/CaseIn"}}
            },
            "application/x-ndjson": {"schema": {"type": "string"}},
        },
    }
}


@api.post(
    "/case-batches/{batch_id}",
    url_name="case_batch",
    auth=SystemKey(),
    response={200: ReceiptOut, 201: ReceiptOut, 401: ErrorOut, 409: ErrorOut, 413: ErrorOut, 415: ErrorOut, 422: ErrorOut, 429: ErrorOut},
    openapi_extra=_BODY,
    summary="Nhận một lô hồ sơ / take in a batch of cases",
)  # fmt: skip
def push_cases(request: HttpRequest, batch_id: str = Path(..., pattern=BATCH_ID)) -> Any:
    """All or nothing. The same batch id again gives the same receipt (200); with other content it is refused (409)."""
    found = push(
        key=request.auth,  # type: ignore[attr-defined]
        batch_id=batch_id,
        chunks=_chunks(request),
        now=received_at_of(request),
    )
    if isinstance(found, Refused):
        return Status(found.status, {"count": found.count, "errors": [asdict(each) for each in found.wrongs]})
    return Status(200 if found.known else 201, receipt_of(found.batch))


@api.get(
    "/case-batches/{batch_id}",
    url_name="case_batch",
    auth=SystemKey(),
    response={200: ReceiptOut, 401: ErrorOut, 404: ErrorOut, 422: ErrorOut, 429: ErrorOut},
    summary="Biên nhận của một lô / the receipt of a batch",
)
def case_batch(request: HttpRequest, batch_id: str = Path(..., pattern=BATCH_ID)) -> Any:
    """The receipt of a batch that this key's system pushed; 404 for any other."""
    system = request.auth.system  # type: ignore[attr-defined]
    batch = ImportBatch.objects.filter(system=system, source="api", external_id=batch_id).first()
    if batch is None:
        return Status(
            404, said("batch.missing", "Chưa nhận lô nào mang mã này.", "No batch with this id was taken in.")
        )
    return Status(200, receipt_of(batch))


@api.post(
    "/figures",
    url_name="figures",
    auth=SystemKey(),
    response={200: FigureReceiptOut, 201: FigureReceiptOut, 401: ErrorOut, 409: ErrorOut, 413: ErrorOut, 422: ErrorOut, 429: ErrorOut},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/FigureBatchIn"}}},
        }
    },
    summary="Nhận một lô số liệu vào sổ / take a batch of figures into the register",
)  # fmt: skip
def figures(request: HttpRequest) -> Any:
    """All or nothing, for the indicators that the agency of the key holds. The same batch id again gives the same receipt."""
    found = push_figures(key=request.auth, chunks=_chunks(request), now=received_at_of(request))  # type: ignore[attr-defined]
    if isinstance(found, Refused):
        return Status(found.status, {"count": found.count, "errors": [asdict(each) for each in found.wrongs]})
    batch = found.batch
    return Status(
        200 if found.known else 201,
        {
            "batch_id": batch.external_id, "at": batch.at, "sha256": batch.sha256,
            "rows": batch.given + batch.corrected + batch.unchanged, "given": batch.given,
            "corrected": batch.corrected, "unchanged": batch.unchanged, "ledger_seq": batch.ledger_seq,
        },
    )  # fmt: skip


@api.get(
    "/results",
    url_name="results",
    response={200: ResultsOut, 429: ErrorOut},
    summary="Kết quả đã công bố / published results",
)
def results(request: HttpRequest) -> Any:
    """Every published ranking, newest year first, with the address of its frozen snapshot. No key needed."""
    return {
        "results": [
            {
                "round": each.round_id,
                "title": each.round.title,
                "year": each.round.year,
                "owner": each.round.owner.name,
                "state": each.state,
                "published_at": each.confirmed_at,
                "sha256": each.sha256,
                "href": reverse("rounds:public_json", args=[each.round_id]),
            }
            for each in publications()
        ]
    }  # fmt: skip


def receipt_of(batch: ImportBatch) -> dict[str, Any]:
    return {
        "number": batch.number, "batch_id": batch.external_id, "at": batch.at, "sha256": batch.sha256, "rows": batch.rows,
        "new": batch.new, "replaced": batch.replaced, "unchanged": batch.unchanged, "identical": batch.identical,
        "manifest": batch.manifest_after_id or 0, "ledger_seq": batch.ledger_seq,
    }  # fmt: skip


def _chunks(request: HttpRequest) -> Iterator[bytes]:
    while chunk := request.read(_CHUNK):
        yield chunk


@api.exception_handler(AuthenticationError)
def _no_key(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    words = said(
        "key.refused", "Thiếu khóa API, hoặc khóa đã thu hồi.", "The API key is missing or was revoked."
    )
    return api.create_response(request, words, status=401)


@api.exception_handler(Throttled)
def _too_often(request: HttpRequest, fault: Throttled) -> HttpResponse:
    words = said(
        "rate.exceeded", "Gọi quá nhiều lần trong một phút. Hãy đợi.", "Too many requests in a minute. Wait."
    )
    answer = api.create_response(request, words, status=429)
    answer["Retry-After"] = str(int(getattr(fault, "wait", 0) or 60))
    return answer


@api.exception_handler(ValidationError)
def _unfit(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    words = said(
        "batch_id.shape",
        "Mã lô gồm 1–100 chữ không dấu, số, dấu chấm, gạch; bắt đầu bằng chữ hoặc số.",
        "A batch id is 1 to 100 plain letters, digits, dots, dashes; it begins with a letter or a digit.",
        path="batch_id",
    )
    return api.create_response(request, words, status=422)


@dataclass(frozen=True)
class OperationLine:
    method: str
    path: str
    summary: str
    description: str
    needs_key: bool
    answers: tuple[str, ...]


@dataclass(frozen=True)
class FieldLine:
    name: str
    kind: str
    words: str
    required: bool


@dataclass(frozen=True)
class DocsPage:
    operations: tuple[OperationLine, ...]
    fields: tuple[FieldLine, ...]
    address: str


@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the API in OpenAPI, from our own host."""
    return api.create_response(request, description(), status=200)


def description() -> dict[str, Any]:
    """OpenAPI 3, with the record of a case among its schemas."""
    schema: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    schema["components"]["schemas"]["CaseIn"] = CaseIn.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    figures = FigureBatchIn.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["components"]["schemas"] |= figures.pop("$defs") | {"FigureBatchIn": figures}
    return schema


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """What can be asked, in words; made from the OpenAPI description itself."""
    schema = description()
    operations = tuple(
        OperationLine(
            method=method.upper(),
            path=path,
            summary=each.get("summary", ""),
            description=each.get("description", ""),
            needs_key="security" in each,
            answers=tuple(str(code) for code in each["responses"]),
        )
        for path, methods in schema["paths"].items()
        for method, each in methods.items()
    )
    record = schema["components"]["schemas"]["CaseIn"]
    fields = tuple(
        FieldLine(name, _kind_of(each), each.get("description", ""), name in record["required"])
        for name, each in record["properties"].items()
    )
    page = DocsPage(operations, fields, request.build_absolute_uri("/api/v1/"))
    return render(request, "api/docs.html", {"page": page})


def _kind_of(each: dict[str, Any]) -> str:
    kinds = [each, *each.get("anyOf", [])]
    words = [
        " | ".join(map(str, kind["enum"])) if "enum" in kind else kind.get("format") or kind.get("type", "")
        for kind in kinds
    ]
    return ", ".join(word for word in words if word and word != "null")
