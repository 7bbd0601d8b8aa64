"""A domain verb's refusal, in the reader's words, beside the field it concerns."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext


class Refused(Exception):
    """An act the rules of the room do not allow. field: the form's field, empty for the whole form.

    text: the message id (Vietnamese); values fill its named places.
    """

    def __init__(self, field: str, text: str, **values: object) -> None:
        super().__init__(text % values if values else text)
        self.field = field
        self.text = text
        self.values = values

    def put_on(self, form: forms.BaseForm) -> None:
        """Show the refusal on a form, as one of its errors."""
        words = gettext(self.text)
        form.add_error(
            self.field if self.field in form.fields else None, words % self.values if self.values else words
        )
