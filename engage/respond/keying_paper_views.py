"""At which addresses is one paper keyed, and where do two keyings of it meet?

A lost token, or a colleague who was earlier, is no reason to throw away what somebody has typed: the page is
shown again with all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock, dates
from engage.errors import NotFound
from engage.respond import keying_forms as forms
from engage.respond import keying_page
from engage.respond import keying_queries as queries
from engage.respond import keying_service as service
from engage.respond.forms import LOST, is_ours
from engage.respond.keying import names
from engage.respond.keying_form import Facts, Keyed, read_form
from engage.respond.keying_queries import KEYED, Difference, Opened, Task
from engage.respond.keying_service import Elsewhere, Sheet
from engage.respond.keying_signs import Spoilt
from engage.respond.keying_views import CY, EN
from engage.respond.paper import Form
from engage.surveys.definition import Matrix, Question
from engage.surveys.playback import playback
from engage.web import Room, csrf, current_officer, language, officers_only, switching

room = Room("keying_paper", __name__)
officers_only(room)
Problems = list[tuple[str, str]]  # the field, and what to do about it


class Passed(NamedTuple):
    """The numbers of questions whose answers are left out, and of those without one that decide about it."""

    numbers: Sequence[int] = ()
    deciding: Sequence[int] = ()


NOTHING_PASSED = Passed()


@room.page(
    en=f"{EN}/<int:batch_id>/<int:number>/<mark>",
    cy=f"{CY}/<int:batch_id>/<int:number>/<mark>",
    methods=["GET", "POST"],
)
@csrf.exempt
def key(consultation_id: int, batch_id: int, number: int, mark: str) -> ResponseReturnValue:
    """Key one paper, whole, by the numbers on it; for a second time without seeing the first."""
    opened = queries.opened(current_officer(), consultation_id, batch_id)
    form = queries.form(consultation_id, mark)
    if not 1 <= number <= forms.MOST:
        raise NotFound
    if request.method == "POST":
        return _typed(opened, form, number, request.form.to_dict())
    paper = queries.paper_at(batch_id, number)
    task = _task(opened, paper)
    if task == Task.DONE:
        flash(_("There is nothing left to key on paper %(number)s", number=number))
        return redirect(_address("keying.batch", consultation_id, batch_id))
    if task == Task.SETTLE:
        return redirect(_address("settle", consultation_id, batch_id, number=number))
    if task == Task.SECOND and paper and str(form.id) != paper.form:
        return redirect(_address("key", consultation_id, batch_id, number=number, mark=paper.form))
    return _page(opened, form, number, task, _standing(consultation_id, form, paper, task))


def _task(opened: Opened, paper: Any) -> Task:
    """What this officer can do with a paper: nothing, where it is none of their business."""
    try:
        return queries.task(current_officer(), opened.of, paper)
    except NotFound:
        return Task.DONE


def _typed(opened: Opened, form: Form, number: int, typed: dict[str, str]) -> ResponseReturnValue:
    """Keep what was typed of a paper, as the page was shown; or show it again with what is wrong."""
    task = next((each for each in KEYED if each == typed.get("task")), Task.FIRST)
    problems: Problems = []
    passed = NOTHING_PASSED
    if _is_checked():
        problems, passed = _check(opened, form, typed)
    if not problems and not passed.numbers and not switching():
        meant = forms.whole(typed.get("moved", ""), 1, forms.MOST) or number
        try:
            return _kept(opened, meant, form, typed, task)
        except Elsewhere:
            typed.setdefault("moved", "")
            why = forms.CLOSED if opened.of.batch.closed_at else forms.ELSEWHERE
            problems = [("moved" if task == Task.FIRST else "received", str(why))]
    return _page(opened, form, number, task, typed, problems, passed)


def _page(
    opened: Opened,
    form: Form,
    number: int,
    task: Task,
    typed: dict[str, str],
    problems: Sequence[tuple[str, str]] = (),
    passed: Passed = NOTHING_PASSED,
) -> ResponseReturnValue:
    errors = dict(reversed(problems))
    page = render_template(
        "respond/keying/key.html",
        **opened._asdict(),
        form=form,
        number=number,
        task=task,
        typed=typed,
        errors=errors,
        passed=passed,
        chapters=keying_page.chapters(form, language(), typed, errors),
        problems=_summary(form, problems, passed),
    )
    return page, _status(problems or passed.numbers)


def _is_checked() -> bool:
    """Is what was typed to be checked: when it is sent, or the other language shows what is wrong?"""
    return not switching() or request.form["switch"] == "errors"


def _status(wrong: Any) -> int:
    return 422 if wrong and not switching() else 200


def _standing(consultation_id: int, form: Form, paper: Any, task: Task) -> dict[str, str]:
    """What stands in the fields at first: nothing of what another person has keyed."""
    if task == Task.AGAIN and paper:
        content = queries.content(paper.keyings[0])
        return content.typed | _typed_facts(content.facts)
    if task == Task.SECOND:
        return {"language": form.id.lang}
    return {"language": form.id.lang, "received": request.args.get("received") or _written(_today())}


def _typed_facts(facts: Facts) -> dict[str, str]:
    """What is typed for these facts."""
    typed = {"language": facts.language, "received": _written(facts.received_on)}
    return typed | ({"helped": "yes"} if facts.helped else {})


def _facts(typed: dict[str, str]) -> Facts:
    """The facts that were typed, once they were checked."""
    received = forms.day(typed["received"])
    assert received
    return Facts(typed["language"], received, "helped" in typed)


def _check(opened: Opened, form: Form, typed: dict[str, str]) -> tuple[Problems, Passed]:
    """What is wrong, and which answers are left out although nobody has been told so yet."""
    if not switching() and not is_ours(request.form):
        return [("received", str(LOST))], NOTHING_PASSED
    problems = _facts_problems(opened, typed)
    if typed.get("moved", "").strip() and forms.whole(typed["moved"], 1, forms.MOST) is None:
        problems.append(("moved", str(forms.NUMBER)))
    turned = queries.turned(opened.consultation.id, form, typed)
    keyed = read_form(form, turned, typed.get("language", "en"))
    if keyed.is_blank and not keyed.spoilt and typed.keys().isdisjoint(("blank", "enclosed")):
        problems.append(_nothing_counts(keyed))
    problems += [(problem.at, forms.sentence(problem, language())) for problem in keyed.problems]
    return problems, _passed(keyed, typed)


def _nothing_counts(keyed: Keyed) -> tuple[str, str]:
    """The paper is not blank because a question is empty on which all others hang."""
    if not keyed.deciding:
        return "blank", str(forms.BLANK)
    first = keyed.deciding[0]
    return names(first)[0], str(forms.NOTHING_COUNTS)


def _passed(keyed: Keyed, typed: dict[str, str]) -> Passed:
    """What is left out although nobody has been told so yet."""
    numbers = [asked.number for asked in keyed.dropped]
    told = set(typed.get("passed", "").split(","))
    if {str(number) for number in numbers} <= told:
        return NOTHING_PASSED
    return Passed(numbers, [asked.number for asked in keyed.deciding])


def _facts_problems(opened: Opened, typed: dict[str, str]) -> Problems:
    published_at = opened.consultation.published_at
    since = published_at.astimezone(dates.LONDON).date() if published_at else date.min
    return forms.facts_problems(typed, since=since, today=_today())


def _kept(opened: Opened, number: int, form: Form, typed: dict[str, str], task: Task) -> ResponseReturnValue:
    consultation_id, batch_id = opened.consultation.id, opened.of.batch_id
    fields = {name for asked in form.questions() for name in names(asked)}
    sheet = Sheet(
        number=number,
        form=str(form.id),
        facts=_facts(typed),
        typed={name: text for name, text in typed.items() if name in fields},
    )
    kept = service.key(current_officer(), consultation_id, batch_id, sheet, task=task, now=clock.now())
    flash(_("Kept: paper %(number)s", number=number))
    if task == Task.SECOND and kept.differed:
        flash(_("The two keyings differ. The paper waits to be settled"))
    if "enclosed" in typed:
        return redirect(_address("keying.files", consultation_id, batch_id, number=number), 303)
    stand = queries.stand(batch_id)
    is_last = task == Task.FIRST and stand.keyed == opened.of.batch.expected
    if is_last:
        flash(_("Every paper of the stack is keyed"))
    if is_last or task != Task.FIRST:
        return redirect(_address("keying.batch", consultation_id, batch_id), 303)
    onward = {
        "number": stand.next_number,
        "mark": sheet.form,
        "received": typed["received"],
    }
    return redirect(_address("key", consultation_id, batch_id, **onward), 303)


def _summary(form: Form, problems: Sequence[tuple[str, str]], passed: Passed) -> Problems:
    """Each problem as a link, beginning with the number of its question."""
    of = {name: asked.number for asked in form.questions() for name in names(asked)}
    found = [(f"#{at}", f"{of[at]}. {text}" if at in of else text) for at, text in problems]
    return found or ([("#save", str(forms.PASSED))] if passed.numbers else [])


# --- where two keyings differ ---------------------------------------------------------------------------


@room.page(
    en=f"{EN}/<int:batch_id>/<int:number>/differences",
    cy=f"{CY}/<int:batch_id>/<int:number>/gwahaniaethau",
    methods=["GET", "POST"],
)
@csrf.exempt
def settle(consultation_id: int, batch_id: int, number: int) -> ResponseReturnValue:
    """Look at the paper a third time, and decide question by question."""
    opened = queries.opened(current_officer(), consultation_id, batch_id)
    try:
        return _decided(opened, number)
    except NotFound:
        flash(_("There is nothing left to settle on paper %(number)s", number=number))
        return redirect(_address("keying.batch", consultation_id, batch_id), 303)


def _decided(opened: Opened, number: int) -> ResponseReturnValue:
    """Show where the two keyings differ, or settle them. Raises NotFound when there is nothing to settle."""
    consultation_id, batch_id = opened.consultation.id, opened.of.batch_id
    found = queries.difference(current_officer(), consultation_id, opened.of, number)
    typed = request.form.to_dict() if request.method == "POST" else _agreed(found)
    problems: Problems = []
    passed = NOTHING_PASSED
    if request.method == "POST" and _is_checked():
        problems = _undecided(opened, found, typed)
        if not problems and not switching():
            problems, passed = _settled(consultation_id, batch_id, found, typed)
            if not problems and not passed.numbers:
                flash(_("Settled: paper %(number)s", number=number))
                return redirect(_address("keying.batch", consultation_id, batch_id), 303)
    errors = dict(reversed(problems))
    page = render_template(
        "respond/keying/settle.html",
        **opened._asdict(),
        found=found,
        number=number,
        typed=typed,
        errors=errors,
        questions=_questions(found, typed, errors),
        form=found.one.form,
        passed=passed,
        problems=[(f"#{at}", text) for at, text in problems] or _summary(found.one.form, (), passed),
    )
    return page, _status(problems or passed.numbers)


def _agreed(found: Difference) -> dict[str, str]:
    """What stands in the fields at first: what both say of the paper itself."""
    one, other = (_typed_facts(each) for each in found.facts)
    return {name: value for name, value in one.items() if other.get(name) == value}


def _undecided(opened: Opened, found: Difference, typed: dict[str, str]) -> Problems:
    if not switching() and not is_ours(request.form):
        return [("language", str(LOST))]
    open_ones = [n for n in found.numbers if typed.get(f"use-{n}") not in ("first", "second", "neither")]
    problems = [(f"use-{number}", forms.CHOOSE % {"number": number}) for number in open_ones]
    return _facts_problems(opened, typed) + problems


def _settled(
    consultation_id: int, batch_id: int, found: Difference, typed: dict[str, str]
) -> tuple[Problems, Passed]:
    """Settle the paper, or tell what is wrong with what was typed anew, or what would be left out."""
    by_number = {asked.number: asked for asked in found.one.form.questions()}
    chosen = {number: typed[f"use-{number}"] for number in found.numbers}
    seconds = {number for number, which in chosen.items() if which == "second"}
    anew = {
        number: {name: typed.get(name, "") for name in names(by_number[number])}
        for number, which in chosen.items()
        if which == "neither"
    }
    facts, number = _facts(typed), found.paper.number
    keyed = service.as_settled(consultation_id, found, seconds=seconds, anew=anew, language=facts.language)
    wrong = [(problem.at, forms.sentence(problem, language())) for problem in keyed.problems]
    passed = _passed(keyed, typed)
    if not wrong and not passed.numbers:
        decided: dict[str, Any] = {"seconds": seconds, "anew": anew, "facts": facts, "now": clock.now()}
        service.settle(current_officer(), consultation_id, batch_id, number, **decided)
    return wrong, passed


def _questions(found: Difference, typed: dict[str, str], errors: dict[str, str]) -> list[dict[str, Any]]:
    """What differs, as it is shown: both answers in words, and fields to type it anew."""
    shown = []
    for asked in found.one.form.questions():
        if asked.number in found.numbers:
            entries = [keyed.entries[asked.number] for keyed in (found.one, found.other)]
            said = [
                (playback(asked.question, each.answer, language()) if each.answer else [])
                + [_spoilt(asked.question, part, code) for part, code in each.spoilt.items()]
                for each in entries
            ]
            row = keying_page.row(asked, language(), typed, errors)
            shown.append({"number": asked.number, "row": row, "said": said})
    return shown


def _spoilt(question: Question, part: str, code: Spoilt) -> str:
    """What stood where an answer should be, after the row or the scale that it is about."""
    if not part or not isinstance(question, Matrix):
        return str(forms.CODES[code])
    row, _dot, scale = part.rpartition(".")
    labels = {each.code: each.label for each in question.rows} if row else {}
    titles = {each.code: each.title for each in question.scales if len(question.scales) > 1}
    about = [words[language()] for words in (labels.get(row), titles.get(scale)) if words]
    return ": ".join([*about, str(forms.CODES[code])])


def _address(endpoint: str, consultation_id: int, batch_id: int, **more: Any) -> str:
    name = endpoint if "." in endpoint else f"keying_paper.{endpoint}"
    return url_for(name, consultation_id=consultation_id, batch_id=batch_id, **more)


def _today() -> Any:
    return clock.now().astimezone(dates.LONDON).date()


def _written(day: Any) -> str:
    return f"{day.day} {day.month} {day.year}"
