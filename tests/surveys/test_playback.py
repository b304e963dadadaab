import pytest

from engage.surveys.definition import Answer
from engage.surveys.playback import playback
from tests.examples import EVERY_KIND, question

CASES = [
    ("heard", Answer("letter", "en"), ["By letter"], ["Drwy lythyr"]),
    (
        "heard",
        Answer("other", "cy", {"other": "Gan ffrind"}),
        ["Another way: Gan ffrind"],
        ["Ffordd arall: Gan ffrind"],
    ),
    ("heard", Answer("other", "en"), ["Another way"], ["Ffordd arall"]),
    ("use", Answer(["libraries", "buses"], "en"), ["Libraries", "Buses"], ["Llyfrgelloedd", "Bysiau"]),
    ("clear", Answer("no_opinion", "en"), ["No opinion"], ["Dim barn"]),
    (
        "services",
        Answer(
            {"parks": {"needed": "agree"}, "libraries": {"good": "disagree", "needed": "no_opinion"}}, "en"
        ),
        [
            "Libraries: They are good: Disagree",
            "Libraries: I need them: No opinion",
            "Parks: I need them: Agree",
        ],
        [
            "Llyfrgelloedd: Maen nhw'n dda: Anghytuno",
            "Llyfrgelloedd: Mae eu hangen arnaf i: Dim barn",
            "Parciau: Mae eu hangen arnaf i: Cytuno",
        ],
    ),
    ("first", Answer(["buses", "parks"], "en"), ["1. Buses", "2. Parks"], ["1. Bysiau", "2. Parciau"]),
    (
        "share",
        Answer({"libraries": 60, "parks": 0, "buses": 40}, "en"),
        ["Libraries: 60", "Parks: 0", "Buses: 40"],
        ["Llyfrgelloedd: 60", "Parciau: 0", "Bysiau: 40"],
    ),
    ("visits", Answer(31, "en"), ["31"], ["31"]),
    ("spend", Answer(1250.5, "en"), ["£1,250.50"], ["£1,250.50"]),
    ("spend", Answer(1250.0, "en"), ["£1,250"], ["£1,250"]),
    ("moved", Answer("2001-03-01", "en"), ["1 March 2001"], ["1 Mawrth 2001"]),
    ("street", Answer("Stryd Fawr", "cy"), ["Stryd Fawr"], ["Stryd Fawr"]),
    ("ideas", Answer("One\n\nTwo", "en"), ["One\n\nTwo"], ["One\n\nTwo"]),
    ("where", Answer("coast", "en"), ["The coast"], ["Yr arfordir"]),
    ("where", Answer("elsewhere", "en"), ["Outside these areas"], ["Y tu allan i'r ardaloedd hyn"]),
    ("quote", Answer("yes", "en"), ["You may quote me without my name"], ["Cewch fy nyfynnu heb fy enw"]),
    (
        "papers",
        Answer(["0a", "1b"], "en", {"0a": "plan.pdf, 1.2 MB", "1b": "pont.jpg, 300 kB"}),
        ["plan.pdf, 1.2 MB", "pont.jpg, 300 kB"],
        ["plan.pdf, 1.2 MB", "pont.jpg, 300 kB"],
    ),
]


@pytest.mark.parametrize(("question_id", "answer", "english", "welsh"), CASES)
def test_an_answer_is_played_back_in_the_language_of_the_page(question_id, answer, english, welsh):
    asked = question(EVERY_KIND, question_id)
    assert (playback(asked, answer, "en"), playback(asked, answer, "cy")) == (english, welsh)


def test_every_kind_of_question_is_played_back():
    played = {question(EVERY_KIND, case[0]).kind for case in CASES}
    assert played == {each.kind for each in EVERY_KIND.questions()}
