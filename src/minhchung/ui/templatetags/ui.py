"""Tags and filters of every page: components, captured blocks, the error summary, numbers and times as people read them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms, template
from django.conf import settings
from django.template import Context, TemplateSyntaxError
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.utils import timezone
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from minhchung.ui import present
from minhchung.ui.components import Component, component_named
from minhchung.viet.numbers import format_percent, shown_points

register = template.Library()


class ComponentNode(Node):
    """`{% component "name" prop=value … %}` and `{% frame "name" … %}{% slot "x" %}…{% endslot %}{% endframe %}`."""

    child_nodelists = ("body",)

    def __init__(
        self, component: Component, props: dict[str, FilterExpression], body: NodeList | None = None
    ) -> None:
        self.component = component
        self.props = props
        self.body = body or NodeList()
        self.slots = _slots_of(component, self.body)

    def render(self, context: Context) -> SafeString:
        values = self.component.context({name: prop.resolve(context) for name, prop in self.props.items()})
        slots: dict[str, str] = {name: slot.nodelist.render(context) for name, slot in self.slots.items()}
        inner = {
            **values,
            "slots": self.component.arranged(values, slots),
            "csrf_token": context.get("csrf_token"),
            "request": context.get("request"),
        }
        found = context.template.engine.get_template(self.component.template_name)  # type: ignore[union-attr]
        return found.render(context.new(inner))


class SlotNode(Node):
    """One named body inside a frame; the frame renders it."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return mark_safe("")


class CaptureNode(Node):
    """Render the body into a variable of the page, so that a block can be printed in two places."""

    def __init__(self, variable: str, nodelist: NodeList) -> None:
        self.variable = variable
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        context[self.variable] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308 - rendered by the engine, escaped there
        return mark_safe("")


def _slots_of(component: Component, body: NodeList) -> dict[str, SlotNode]:
    slots = {node.name: node for node in body if isinstance(node, SlotNode)}
    unknown = [name for name in slots if name not in component.slots]
    if unknown:
        known = ", ".join(component.slots) or "none"
        raise TemplateSyntaxError(
            f"Component '{component.name}' has no slot '{unknown[0]}'. Known slots: {known}."
        )
    stray = [node for node in body if not isinstance(node, SlotNode) and str(getattr(node, "s", "x")).strip()]
    if stray and len(component.slots) == 1:
        slots[component.slots[0]] = SlotNode(component.slots[0], body)
    elif stray and not _are_comments(stray):
        raise TemplateSyntaxError(
            f"Component '{component.name}' takes its body in slots: {', '.join(component.slots) or 'none'}."
        )
    return slots


def _are_comments(nodes: Iterable[Node]) -> bool:
    return all(type(node).__name__ == "CommentNode" for node in nodes)


def _component_and_props(parser: Parser, token: Token) -> tuple[Component, dict[str, FilterExpression]]:
    tag, *bits = token.split_contents()
    if not bits or bits[0][0] not in "\"'":
        raise TemplateSyntaxError(
            f'{{% {tag} %}} needs a component name in quotes: {{% {tag} "state_tag" text=… %}}.'
        )
    component = component_named(bits[0][1:-1])
    rest = bits[1:]
    props = token_kwargs(rest, parser)
    if rest:
        raise TemplateSyntaxError(f"{{% {tag} {bits[0]} %}}: write props as name=value, not '{rest[0]}'.")
    component.check_names(props)
    return component, props


@register.tag("component")
def component_tag(parser: Parser, token: Token) -> ComponentNode:
    """A part without a body."""
    return ComponentNode(*_component_and_props(parser, token))


@register.tag("frame")
def frame_tag(parser: Parser, token: Token) -> ComponentNode:
    """A part with slots. A part with one slot may take its body directly."""
    component, props = _component_and_props(parser, token)
    body = parser.parse(("endframe",))
    parser.delete_first_token()
    return ComponentNode(component, props, body)


@register.tag("slot")
def slot_tag(parser: Parser, token: Token) -> SlotNode:
    """A named body inside `frame`."""
    bits = token.split_contents()
    if len(bits) != 2:
        raise TemplateSyntaxError('{% slot %} needs one name: {% slot "head" %}.')
    body = parser.parse(("endslot",))
    parser.delete_first_token()
    return SlotNode(bits[1].strip("\"'"), body)


@register.tag("capture")
def capture_tag(parser: Parser, token: Token) -> CaptureNode:
    """`{% capture as name %}…{% endcapture %}`."""
    bits = token.split_contents()
    if len(bits) != 3 or bits[1] != "as":
        raise TemplateSyntaxError("{% capture %} is written {% capture as name %}.")
    body = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(bits[2], body)


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(*bound_forms: forms.BaseForm) -> dict[str, Any]:
    """List every error of the forms, each a link to its field; nothing when there is none."""
    return {"errors": [error for form in bound_forms for error in present.form_errors(form)]}


@register.simple_tag
def htmx_config() -> str:
    """htmx for a strict policy: no eval, no injected style, no page copies in storage; 409 and 422 bodies are shown."""
    return json.dumps(
        {
            "allowEval": False,
            "includeIndicatorStyles": False,
            "allowScriptTags": False,
            "historyCacheSize": 0,
            "refreshOnHistoryMiss": True,
            "selfRequestsOnly": True,
            "timeout": 30000,
            "responseHandling": [
                {"code": "204", "swap": False},
                {"code": "[23]..", "swap": True},
                {"code": "409", "swap": True},
                {"code": "422", "swap": True},
                {"code": "[45]..", "swap": False, "error": True},
            ],
        }
    )


@register.simple_tag
def csrf_cookie_name() -> str:
    """Our scripts read the token from its cookie at each request: signing in again in another tab changes it."""
    return str(settings.CSRF_COOKIE_NAME)


@register.filter
def points(value: Fraction | Decimal | int | None) -> str:
    """96,5; an empty value is a dash, never a zero."""
    return "–" if value is None or value == "" else shown_points(value)


@register.filter
def percent_of(
    numerator: Fraction | Decimal | int | None, denominator: Fraction | Decimal | int | None
) -> str:
    """{{ on_time|percent_of:resolved }} → 82,76 %; a dash when either is missing."""
    return "–" if numerator is None or denominator is None else format_percent(numerator, denominator)


@register.filter
def vn_date(value: date | datetime | None) -> str:
    """05/01/2026, in Vietnamese time."""
    return present.vn_date(value)


@register.filter
def vn_datetime(value: datetime | None) -> str:
    """05/01/2026 14:05:12, in Vietnamese time."""
    return present.vn_datetime(value)


@register.filter
def saved_time(value: datetime) -> str:
    """When something was saved, with its day unless that is today."""
    return present.saved_time(value, timezone.now())


@register.filter
def vn_time(value: datetime | None) -> str:
    """14:05:12, in Vietnamese time."""
    return present.vn_time(value)


@register.filter
def iso_time(value: date | datetime | None) -> str:
    """For the `datetime` attribute of `<time>`: 2026-01-05T14:05:12+07:00, or 2026-01-05 for a day."""
    return present.iso_time(value)


@register.filter
def as_plain_text(value: str) -> SafeString:
    """Escaped markup without its tags, on one line: a heading inside `<title>`."""
    return mark_safe(" ".join(strip_tags(value).split()))  # noqa: S308 - already escaped markup, tags removed


@register.filter
def classes(widget: dict[str, Any], base: str) -> SafeString:
    """The class attribute of a form control: `base`, its error variant, and what the widget itself asks for."""
    attrs = widget["attrs"]
    names = [base]
    if attrs.get("aria-invalid") == "true":
        names.append(f"{base}--error")
    if attrs.get("class"):
        names.append(str(attrs["class"]))
    return format_html(' class="{}"', " ".join(names))
