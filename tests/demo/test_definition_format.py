"""Do the examples in the document of the format work as they stand?"""

import re
import textwrap
from pathlib import Path

import engage
from engage.surveys import checks
from engage.surveys.definition import KINDS, Block
from engage.surveys.interchange import read_yaml
from engage.surveys.special_category import CONDITIONS

DOCUMENT = (Path(engage.__file__).parents[1] / "docs" / "definition-format.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL)
PAGE = """
title: {en: "Examples", cy: "Enghreifftiau"}
sections:
  - id: section
    title: {en: "Examples", cy: "Enghreifftiau"}
    parts:
      - id: page
        title: {en: "Examples", cy: "Enghreifftiau"}
        questions:
"""


def examples(beginning: str) -> list[str]:
    return [example for example in EXAMPLES if example.startswith(beginning)]


def test_the_smallest_survey_can_be_published():
    assert checks.problems(read_yaml(examples("title: ")[0])) == ()


def test_there_is_an_example_of_every_kind_and_all_can_be_published_together():
    survey = read_yaml(PAGE + textwrap.indent("".join(examples("- kind:")), " " * 10))
    assert list(dict.fromkeys(each.kind for each in survey.questions())) == list(KINDS)
    assert checks.problems(survey) == ()


def test_every_key_of_the_example_of_a_block_is_known():
    picker = textwrap.dedent("""\
        - kind: several
          id: chosen
          title: {en: "Which?", cy: "Pa rai?"}
          options:
            - {code: library_hours, label: {en: "Hours", cy: "Oriau"}}
            - {code: street_lights, label: {en: "Lights", cy: "Goleuadau"}}
        """)
    block = examples("- id: proposal")[0].replace(
        "[...]", "[{kind: long_text, id: why, title: {en: A, cy: B}}]"
    )
    survey = read_yaml(PAGE + textwrap.indent(picker, " " * 10) + textwrap.indent(block, " " * 6))
    assert checks.problems(survey) == ()
    assert any(isinstance(part, Block) for part in survey.sections[0].parts)


def test_the_example_of_pictures_videos_and_panels_is_whole():
    parts = PAGE.partition("      - id: page")[0]
    survey = read_yaml(parts + textwrap.indent(examples("- id: hub")[0], " " * 6))
    (page,) = survey.pages()
    assert [len(media) for media in (page.images, page.videos, page.panels)] == [2, 1, 1]
    assert page.images[0].size == (1600, 900)
    assert checks.problems(survey) == ()


def test_every_ground_for_special_category_data_is_named():
    assert all(f"`{name}`" in DOCUMENT for name in CONDITIONS)
