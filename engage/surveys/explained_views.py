"""How does a condition stand on an officer's page, with words that are not translated yet marked as such?"""

from __future__ import annotations

import re

from markupsafe import Markup

from engage.bilingual import other_language
from engage.surveys.definition import Block, Condition, Definition
from engage.surveys.explain import explain, repeated
from engage.surveys.texts import texts

QUOTED = re.compile(r"(?<=“)[^“”]+(?=”)")


class Explainer:
    """Says conditions of one survey in one language."""

    def __init__(self, definition: Definition, lang: str) -> None:
        self.definition, self.lang, self.other = definition, lang, other_language(lang)
        words = [text.words for text in texts(definition)]
        self._foreign = {each[self.other] for each in words if not each[lang]}

    def __call__(self, condition: Condition) -> Markup:
        """Of whom something is asked."""
        return self._marked(explain(condition, self.definition, self.lang))

    def repeated(self, block: Block) -> Markup:
        """For what the pages of a block are asked."""
        return self._marked(repeated(block, self.definition, self.lang))

    def _marked(self, sentence: str) -> Markup:
        """The sentence with the language of each quoted text that lacks words in the page's own."""
        shown, end = Markup(), 0
        for quoted in QUOTED.finditer(sentence):
            if quoted[0] in self._foreign:
                shown += sentence[end : quoted.start()]
                shown += Markup('<span lang="{}">{}</span>').format(self.other, quoted[0])
                end = quoted.end()
        return shown + sentence[end:]
