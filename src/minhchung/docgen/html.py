"""A document as an HTML fragment: escaped, no styles of its own, classes `doc-…` for the page to dress."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape

from minhchung.docgen.model import (
    MOTTO,
    NATION,
    RECIPIENTS,
    Align,
    Block,
    Cell,
    Document,
    Heading,
    Items,
    KeyValues,
    PageBreak,
    Paragraph,
    Picture,
    Signature,
    StateHeader,
    Table,
    Text,
    Title,
    number_line,
    placed,
    runs_of,
)

_WIDTH_STEP = 5


def to_html(document: Document, heading_level: int = 2) -> str:
    """Write a document as one `<article>`. heading_level: what a level-1 heading becomes on the page (h2)."""
    orientation = " doc--landscape" if document.landscape else ""
    inside = "\n".join(part for block in document.blocks for part in _block(block, heading_level))
    footer = f'\n<p class="doc-footer">{_line(document.footer)}</p>' if document.footer else ""
    return f'<article class="doc{orientation}" lang="vi">\n{inside}{footer}\n</article>'


def _block(block: Block, level: int) -> Iterator[str]:
    match block:
        case StateHeader():
            yield _state_header(block)
        case Title():
            yield _title(block, level)
        case Heading():
            tag = f"h{min(level + block.level - 1, 6)}"
            yield f'<{tag} class="doc-heading doc-heading--{block.level}">{_text(block.text)}</{tag}>'
        case Paragraph():
            indent = " doc-p--indent" if block.indent else ""
            yield f'<p class="doc-p {_align(block.align)}{indent}">{_text(block.text)}</p>'
        case Items():
            tag = "ol" if block.ordered else "ul"
            items = "".join(f"<li>{_text(item)}</li>" for item in block.items)
            yield f'<{tag} class="doc-list">{items}</{tag}>'
        case Table():
            yield from _table(block)
        case KeyValues():
            pairs = "".join(f"<div><dt>{_line(k)}</dt><dd>{_text(v)}</dd></div>" for k, v in block.pairs)
            yield f'<dl class="doc-pairs">{pairs}</dl>'
        case Picture():
            yield _picture(block)
        case PageBreak():
            yield '<div class="doc-page-break" role="presentation"></div>'
        case Signature():
            yield _signature(block)


def _line(text: str) -> str:
    return escape(text, quote=True).replace("\n", "<br>")


def _text(text: Text) -> str:
    parts = []
    for run in runs_of(text):
        inside = _line(run.text)
        inside = f"<em>{inside}</em>" if run.italic else inside
        parts.append(f"<strong>{inside}</strong>" if run.bold else inside)
    return "".join(parts)


def _align(align: Align) -> str:
    return f"doc-{align}"


def _state_header(header: StateHeader) -> str:
    parent = f'<p class="doc-parent">{_line(header.parent)}</p>' if header.parent else ""
    subject = f'<p class="doc-subject">{_line(header.subject)}</p>' if header.subject else ""
    return (
        '<div class="doc-head"><div class="doc-head__agency">'
        f'{parent}<p class="doc-agency">{_line(header.agency)}</p>'
        f'<p class="doc-number">{_line(number_line(header))}</p>{subject}</div>'
        f'<div class="doc-head__nation"><p class="doc-nation">{NATION}</p><p class="doc-motto">{MOTTO}</p>'
        f'<p class="doc-date">{_line(header.place_and_date)}</p></div></div>'
    )


def _title(title: Title, level: int) -> str:
    subject = f'<p class="doc-title__subject">{_line(title.subject)}</p>' if title.subject else ""
    return f'<div class="doc-title"><h{level}>{_line(title.kind)}</h{level}>{subject}</div>'


def _table(table: Table) -> Iterator[str]:
    small = " doc-table--small" if table.small else ""
    caption = f"<caption>{_line(table.caption)}</caption>" if table.caption else ""
    total = sum(column.width for column in table.columns) or 1
    columns = "".join(
        f'<col class="doc-w-{max(1, round(100 * c.width / total / _WIDTH_STEP)) * _WIDTH_STEP}">'
        for c in table.columns
    )
    yield f'<div class="doc-table-frame" tabindex="0" role="region" aria-label="{_label(table)}">'
    yield f'<table class="doc-table{small}">{caption}<colgroup>{columns}</colgroup>'
    if table.head:
        yield f"<thead>{_rows(table, table.head, 'th')}</thead>"
    yield f"<tbody>{_rows(table, table.body, 'td')}</tbody></table></div>"


def _label(table: Table) -> str:
    return escape(table.caption or "Bảng", quote=True)


def _rows(table: Table, rows: tuple[tuple[Cell, ...], ...], tag: str) -> str:
    lines = placed(rows, len(table.columns))
    return "".join(f"<tr>{''.join(_cell(table, c, cell, tag) for c, cell in line)}</tr>" for line in lines)


def _cell(table: Table, column: int, cell: Cell, tag: str) -> str:
    align = cell.align or ("center" if tag == "th" else table.columns[column].align)
    spans = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    spans += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    scope = ""
    if tag == "th":
        scope = ' scope="colgroup"' if cell.column_span > 1 else ' scope="col"'
    bold = " doc-bold" if cell.bold else ""
    return f'<{tag} class="{_align(align)}{bold}"{scope}{spans}>{_text(cell.text)}</{tag}>'


def _picture(picture: Picture) -> str:
    kind = "image/svg+xml" if picture.format == "svg" else "image/png"
    source = f"data:{kind};base64,{base64.b64encode(picture.data).decode()}"
    caption = f"<figcaption>{_line(picture.caption)}</figcaption>" if picture.caption else ""
    return f'<figure class="doc-figure"><img src="{source}" alt="{escape(picture.alt, quote=True)}">{caption}</figure>'


def _signature(signature: Signature) -> str:
    recipients = ""
    if signature.recipients:
        items = "".join(f"<li>{_line(each)}</li>" for each in signature.recipients)
        recipients = (
            f'<p class="doc-recipients__title">{RECIPIENTS}</p><ul class="doc-recipients">{items}</ul>'
        )
    authority = "<br>".join(_line(each) for each in signature.authority)
    return (
        f'<div class="doc-foot"><div class="doc-foot__recipients">{recipients}</div><div class="doc-foot__signer">'
        f'<p class="doc-authority">{authority}</p><p class="doc-signed">{_line(signature.note)}</p>'
        f'<p class="doc-signer">{_line(signature.name)}</p></div></div>'
    )
