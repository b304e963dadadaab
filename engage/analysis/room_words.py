"""Which words does the breakdown room make of numbers?"""

from __future__ import annotations

from engage.bilingual import Bilingual

FROM_TO = Bilingual("{lower} to {upper}", "{lower} i {upper}")
