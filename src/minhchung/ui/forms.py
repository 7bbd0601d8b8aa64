"""Django forms drawn as our components: `{{ form.reason.as_field_group }}` gives label, hint, error and control."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django import forms as django_forms
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Backend
from django.utils.functional import cached_property

OWN_TEMPLATES: Final = Path(__file__).parent / "form_templates"
DJANGO_TEMPLATES: Final = Path(django_forms.__file__).parent / "templates"


class Renderer(DjangoTemplates):
    """Our widget templates first, then Django's. Set as FORM_RENDERER."""

    field_template_name = "django/forms/field.html"

    @cached_property
    def engine(self) -> Any:
        """A template engine of its own, so that widgets need no context processors."""
        return Backend(
            {
                "APP_DIRS": True,
                "DIRS": [OWN_TEMPLATES, DJANGO_TEMPLATES],
                "NAME": "minhchung-forms",
                "OPTIONS": {"builtins": ["minhchung.ui.templatetags.ui", "django.templatetags.i18n"]},
            }
        )
