"""Any Django form comes out as GOV.UK components, with errors that lead to their fields."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.template import engines

PAGE = """
{% from "ui/forms.html" import error_summary, fields, title_prefix %}
<title>{{ title_prefix(form) }}Page</title>{{ error_summary(form) }}<form>{{ fields(form) }}</form>
"""
CHOICES = [("a", "First <b>"), ("b", "Second")]


class Everything(forms.Form):
    """One field of each kind."""

    text = forms.CharField(label="Text", help_text="A hint")
    email = forms.EmailField(label="Email")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    number = forms.IntegerField(label="Number")
    long = forms.CharField(label="Long", widget=forms.Textarea)
    one = forms.ChoiceField(label="One", choices=CHOICES, widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(
        label="Many", choices=CHOICES, widget=forms.CheckboxSelectMultiple
    )
    pick = forms.ChoiceField(label="Pick", choices=CHOICES)
    agree = forms.BooleanField(label="Agree")
    file = forms.FileField(label="File")
    hidden = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        self.add_error(None, "The whole is wrong")


def rendered(form: forms.Form) -> str:
    return engines["jinja2"].from_string(PAGE).render({"form": form})


def ids(page: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', page)


@pytest.mark.parametrize("data", [None, {}, {"many": ["b"], "one": "x", "email": '"><b>'}])
def test_each_id_is_there_once_and_each_label_has_its_field(data: dict[str, Any] | None) -> None:
    page = rendered(Everything(data))
    assert len(ids(page)) == len(set(ids(page)))
    for target in re.findall(r'<label[^>]* for="([^"]+)"', page):
        assert target in ids(page)
    assert 'name="hidden"' in page
    assert "<b>" not in page


def test_every_error_leads_to_its_field() -> None:
    page = rendered(Everything({}))
    assert "<title>Error: Page</title>" in page
    targets = re.findall(r'href="#([^"]+)"', page)
    assert len(targets) == 12  # ten fields, the hidden one and the whole
    assert set(targets) - {"id_hidden"} <= set(ids(page))
    assert "The whole is wrong" in page


def test_a_form_without_errors_says_nothing_of_errors() -> None:
    page = rendered(Everything())
    assert "<title>Page</title>" in page
    assert "error" not in page


def test_what_was_typed_and_chosen_stays_and_passwords_do_not() -> None:
    data = {"text": "typed", "one": "b", "many": ["a"], "pick": "b", "password": "secret",
            "agree": "on", "long": "lines"}  # fmt: skip
    page = rendered(Everything(data))
    assert 'value="typed"' in page
    assert ">lines</textarea>" in page
    assert "secret" not in page
    assert len(re.findall(r'value="b"[^>]* checked', page)) == 1
    assert len(re.findall(r'value="a"[^>]* checked', page)) == 1
    assert re.search(r'value="on"[^>]* checked', page)
    assert re.search(r'<option value="b" selected', page)
