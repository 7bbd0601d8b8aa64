"""What forms about a round have in common: the version of it that the person saw."""

from __future__ import annotations

from django import forms


class VersionedForm(forms.Form):
    """A form about a round that stood at a version when the form was made."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def expected(self) -> int:
        """The version the person saw; 0, which matches none, when the field is not there."""
        return self.cleaned_data.get("row_version") or 0
