"""Do officers' forms come out with a label, a hint and an error for each of their fields?"""

from __future__ import annotations

import pytest
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

CHOICES = [SelectChoice("north", "North"), SelectChoice("south", "South")]
NEEDED = [InputRequired("Fill this in")]


class EveryField(FlaskForm):
    """One field of each type that officers' forms use."""

    class Meta:
        csrf = False

    text = StringField("Text", NEEDED)
    email = EmailField("Email", NEEDED, render_kw={"autocomplete": "email"})
    password = PasswordField("Password", NEEDED)
    words = TextAreaField("Words", NEEDED)
    day = DateField("Day", NEEDED)
    paper = FileField("Paper", NEEDED)
    area = SelectField("Area", NEEDED, choices=[SelectChoice("", "Choose"), *CHOICES])
    side = RadioField("Side", NEEDED, choices=CHOICES)
    sides = SelectMultipleField("Sides", NEEDED, choices=CHOICES)
    agreed = BooleanField("Agreed", NEEDED)


NAMES = [name for name in vars(EveryField) if not name.startswith("_") and name != "Meta"]
FIELD = '{% from "components/field.html" import field %}{{ field(form[name], hint="A hint") }}'
PAIR = """{% from "components/field.html" import bilingual_field %}
{{ bilingual_field(form.title_en, form.title_cy) }}"""
DAY = """{% from "components/field.html" import date_fields %}
{{ date_fields("Opens", form.day, form.month, form.year) }}"""
SUMMARY = '{% from "components/error_summary.html" import form_error_summary %}{{ form_error_summary(form) }}'


@pytest.mark.parametrize("name", NAMES)
def test_every_type_of_field_has_a_label_a_hint_and_an_error(name, piece):
    form = EveryField(MultiDict())
    assert not form.validate()
    made = piece(FIELD, form=form, name=name)
    controls = made.xpath("//input | //select | //textarea")
    assert controls[0].get("id") == name
    assert all(made.xpath("//label[@for=$id]", id=control.get("id")) for control in controls)
    (described,) = set(made.xpath("//@aria-describedby"))
    assert described.split() == [f"{name}-hint", f"{name}-error"]
    assert made.xpath("//*[@id=$id]", id=f"{name}-error")[0].text_content() == "Error: Fill this in"


def test_what_was_sent_stands_there_again(piece):
    sent = {"text": '"Libraries"', "words": "Tŷ", "area": "south", "side": "south", "agreed": "y"}
    form = EveryField(MultiDict([*sent.items(), ("sides", "north"), ("sides", "south")]))
    made = {name: piece(FIELD, form=form, name=name) for name in NAMES}
    assert made["text"].xpath("//input/@value") == ['"Libraries"']
    assert made["words"].xpath("//textarea")[0].text.strip() == "Tŷ"
    assert made["area"].xpath("//option[@selected]/@value") == ["south"]
    assert made["side"].xpath("//input[@checked]/@value") == ["south"]
    assert made["sides"].xpath("//input[@checked]/@value") == ["north", "south"]
    assert made["agreed"].xpath("//input[@checked]/@id") == ["agreed"]


def test_a_password_is_never_sent_back(piece):
    form = EveryField(MultiDict({"password": "correct horse"}))
    assert "correct horse" not in piece(FIELD, form=form, name="password").xpath("string(//input/@value)")


def test_the_attributes_of_a_field_are_printed(piece):
    made = piece(FIELD, form=EveryField(MultiDict()), name="email")
    assert made.xpath("//input/@autocomplete") == ["email"]
    assert made.xpath("//input/@type") == ["email"]


def test_the_summary_leads_to_each_field_in_error_and_takes_focus(piece):
    form = EveryField(MultiDict({"text": "Here"}))
    form.validate()
    made = piece(SUMMARY, form=form)
    assert made.xpath("//a/@href") == [f"#{name}" for name in NAMES if name != "text"]
    assert made.xpath("//div[@autofocus and @tabindex='-1']")


def test_no_summary_without_errors(piece):
    assert piece(SUMMARY, form=EveryField(MultiDict())).text_content() == ""


class Title(FlaskForm):
    class Meta:
        csrf = False

    title_en = StringField("English", NEEDED, description="Title")
    title_cy = StringField("Welsh", NEEDED, description="Title")


def test_both_languages_stand_side_by_side_and_say_which_they_are(piece):
    made = piece(PAIR, form=Title(MultiDict()))
    assert made.xpath("//fieldset/legend")[0].text_content() == "Title"
    assert made.xpath("//input/@lang") == ["en", "cy"]
    assert [label.text_content() for label in made.xpath("//label")] == ["English", "Welsh"]


class Opening(FlaskForm):
    class Meta:
        csrf = False

    day = StringField("Day")
    month = StringField("Month", NEEDED)
    year = StringField("Year")


def test_a_day_in_three_fields_has_one_message(piece):
    form = Opening(MultiDict({"day": "31"}))
    form.validate()
    made = piece(DAY, form=form)
    assert made.xpath("//fieldset/@aria-describedby") == ["month-error"]
    assert made.xpath("//p[@id='month-error']")[0].text_content() == "Error: Fill this in"
    assert made.xpath("//input/@value") == ["31", "", ""]
