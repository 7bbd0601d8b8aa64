"""The page's parts: what each is called, which props and slots it takes, and how they become its template's context.

A component is one template, `ui/components/NAME.html`, and one style file, `assets/scss/components/_NAME.scss`. Pages use
them through the tags `component` and `frame`; an unknown, missing or ill-valued prop is an error naming the known ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.template import TemplateSyntaxError

from minhchung.ui import present
from minhchung.ui.blocks import labelled

REQUIRED: Final = object()
Props = dict[str, Any]
Slots = dict[str, str]


@dataclass(frozen=True)
class Component:
    """One part. `props`: name → default, or REQUIRED. `choices`: the values a prop may take.

    `prepare` turns props into further context; `slots` are the named bodies `frame` may fill; `arrange` goes over their
    markup.
    """

    name: str
    props: Mapping[str, Any] = field(default_factory=dict)
    slots: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    prepare: Callable[[Props], Props] | None = None
    arrange: Callable[[Props, Slots], Slots] | None = None

    @property
    def template_name(self) -> str:
        return f"ui/components/{self.name}.html"

    def check_names(self, given: Mapping[str, Any]) -> None:
        """Raise TemplateSyntaxError for an unknown or a missing prop, naming the known ones."""
        known = ", ".join(self.props) or "none"
        unknown = [name for name in given if name not in self.props]
        if unknown:
            raise TemplateSyntaxError(
                f"Component '{self.name}' has no prop '{unknown[0]}'. Known props: {known}."
            )
        missing = [name for name, default in self.props.items() if default is REQUIRED and name not in given]
        if missing:
            raise TemplateSyntaxError(
                f"Component '{self.name}' needs the prop '{missing[0]}'. Known props: {known}."
            )

    def context(self, given: Mapping[str, Any]) -> Props:
        """Props with defaults and whatever `prepare` adds. Raises TemplateSyntaxError for a value not offered."""
        values = {name: given.get(name, default) for name, default in self.props.items()}
        for name, allowed in self.choices.items():
            if str(values[name]) not in allowed:
                raise TemplateSyntaxError(
                    f"Component '{self.name}' has no {name} '{values[name]}'. Known: {', '.join(allowed)}."
                )
        return values | (self.prepare(values) if self.prepare else {})

    def arranged(self, values: Props, slots: Slots) -> Slots:
        """The bodies as the component's template takes them in."""
        return self.arrange(values, slots) if self.arrange else slots


TONES: Final = ("neutral", "active", "done", "due", "error", "quiet")
BANNER_TONES: Final = ("", "debug", "info", "success", "warning", "error")
SCORE_STATES: Final = ("scored", "not_applicable", "absent", "pending", "undecided")

COMPONENTS: tuple[Component, ...] = (
    Component("banner", {"text": REQUIRED, "tone": "info", "title": ""}, choices={"tone": BANNER_TONES}),
    Component("breadcrumbs", {"items": REQUIRED}),
    Component(
        "conflict",
        {
            "fields": REQUIRED,
            "who": REQUIRED,
            "at": REQUIRED,
            "row_version": REQUIRED,
            "href": "",
            "hidden": None,
        },
    ),
    Component(
        "data_table",
        {
            "caption": REQUIRED,
            "id": REQUIRED,
            "dense": False,
            "sticky": False,
            "pinned": False,
            "tall": False,
            "blocks": False,
            "caption_hidden": False,
        },
        slots=("head", "body", "foot"),
        arrange=labelled,
    ),
    Component(
        "deadline",
        {"due_at": REQUIRED, "now": REQUIRED, "lock_at": None, "label": "", "inline": False},
        prepare=present.deadline,
    ),
    Component("details", {"summary": REQUIRED, "open": False}, slots=("body",)),
    Component(
        "empty_state",
        {"title": REQUIRED, "next": "", "at": None, "href": "", "action": ""},
    ),
    Component("file_list", {"files": REQUIRED, "empty": ""}),
    Component("filters", {"label": REQUIRED, "href": "", "reset": ""}, slots=("fields",)),
    Component(
        "four_values",
        {"self": None, "appraised": None, "explained": None, "final": None, "max": None},
        prepare=present.four_values,
    ),
    Component("handover", {"from_person": REQUIRED, "to_person": REQUIRED, "on": None, "items": ()}),
    Component(
        "heat_table",
        {
            "id": REQUIRED,
            "caption": REQUIRED,
            "columns": REQUIRED,
            "rows": REQUIRED,
            "row_heading": "",
            "mean_heading": "",
            "column_means": (),
            "legend": (),
        },
    ),
    Component(
        "key_figure",
        {"value": REQUIRED, "label": REQUIRED, "of": "", "note": "", "href": "", "main": False},
    ),
    Component(
        "official_form",
        {"agency": REQUIRED, "title": REQUIRED, "parent": "", "number": "", "place_date": "", "subject": ""},
    ),
    Component("pagination", {"page": REQUIRED, "query": "", "param": "trang"}, prepare=present.pagination),
    Component("person", {"name": REQUIRED, "post": "", "agency": "", "role": "", "since": None}),
    Component(
        "post_button",
        {"href": REQUIRED, "label": REQUIRED, "tone": "primary", "hidden": None, "about": "", "small": False},
        choices={"tone": ("primary", "secondary", "warning", "link")},
    ),
    Component(
        "progress",
        {"done": REQUIRED, "total": REQUIRED, "label": REQUIRED, "unit": "", "small": False},
    ),
    Component(
        "receipt", {"title": REQUIRED, "number": REQUIRED, "at": REQUIRED, "rows": (), "checkpoint": ""}
    ),
    Component(
        "save_state",
        {"id": "", "saved_at": None, "text": "", "state": ""},
        choices={"state": ("", "invalid", "unsaved")},
    ),
    Component(
        "score_chip",
        {"points": None, "max": None, "state": "scored"},
        choices={"state": SCORE_STATES},
        prepare=present.score_chip,
    ),
    Component("scroll", {"labelledby": "", "label": "", "tall": False}, slots=("body",)),
    Component(
        "sheet",
        {"id": REQUIRED, "caption": REQUIRED, "href": REQUIRED, "blocks": False},
        slots=("head", "body"),
        arrange=labelled,
    ),
    Component(
        "sheet_cell",
        {
            "name": REQUIRED,
            "label": REQUIRED,
            "value": "",
            "kind": "text",
            "group": "",
            "row_version": "",
            "href": "",
            "options": (),
            "readonly": False,
            "error": "",
            "heading": "",
        },
        choices={"kind": ("text", "number", "select")},
    ),
    Component("shortcuts", {"keys": (), "on": True}, prepare=present.shortcuts),
    Component("signatures", {"signers": REQUIRED}),
    Component("state_tag", {"text": REQUIRED, "tone": "neutral"}, choices={"tone": TONES}),
    Component("summary_list", {"rows": REQUIRED, "title": "", "level": 2, "card": False}),
    Component("tabs", {"items": REQUIRED, "label": REQUIRED}),
    Component("task_list", {"items": REQUIRED, "id": "viec"}),
    Component(
        "three_panes",
        {"tree_label": REQUIRED, "evidence_label": REQUIRED, "form_label": REQUIRED},
        slots=("tree", "evidence", "form"),
    ),
    Component("timeline", {"entries": REQUIRED, "label": REQUIRED}),
    Component("tree", {"nodes": REQUIRED, "label": REQUIRED}),
    Component(
        "upload",
        {
            "href": REQUIRED,
            "id": REQUIRED,
            "label": REQUIRED,
            "name": "file",
            "hint": "",
            "accept": "",
            "max_mb": None,
            "hidden": None,
            "list_id": "",
            "error": "",
        },
    ),
)
BY_NAME: Final[Mapping[str, Component]] = {component.name: component for component in COMPONENTS}


def component_named(name: str) -> Component:
    """Return the component. Raises TemplateSyntaxError naming the known ones."""
    found = BY_NAME.get(name)
    if found is None:
        raise TemplateSyntaxError(f"There is no component '{name}'. Known components: {', '.join(BY_NAME)}.")
    return found
