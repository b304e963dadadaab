"""What was given out before a release, and how many responses are different since?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from engage.analysis import breakdown, epochs, queries
from engage.analysis.audited import Earlier
from engage.analysis.epochs import AFTER_CLOSING, Kind
from engage.analysis.groupings import CIRCUMSTANCES
from engage.analysis.keeping import Changed, Marks
from engage.analysis.keys import epoch_key
from engage.analysis.models import Release
from engage.analysis.snapshot import Snapshot
from engage.analysis.told import Told, Ways
from engage.analysis.universe import Plan, Universe
from engage.config import settings
from engage.respond import changed_queries as changes
from engage.respond import ledger_queries as ledger
from engage.respond.channel import WHOLE
from engage.sealing import open_sealed


def earlier(release: Release, snapshot: Snapshot) -> list[tuple[Release, Changed]]:
    """The earlier figures of which there are marks, and how many responses are different now."""
    made = (each for each in queries.all_made(release.consultation_id) if each.marks)
    return [(each, _changed(each, snapshot)) for each in made]


def _changed(earlier: Release, snapshot: Snapshot) -> Changed:
    marks = Marks.from_bytes(open_sealed(earlier.marks or b"", settings().snapshot_key, earlier.context))
    return Marks.of(snapshot, key_of(earlier)).changed(marks)


def needed(release: Release, before: Release) -> int:
    """How many responses must be different from those of earlier figures.

    None where answers were not shown before: a key of their own, and the audit, are enough.
    """
    if release.kind in AFTER_CLOSING or (before.is_composition and not release.is_composition):
        return 0
    return epochs.needed(Kind(release.kind), before.received or 0, release.rule)


def compared(release: Release, earlier: Sequence[tuple[Release, Changed]]) -> list[Earlier]:
    """What is audited together with the new figures: everything that was given out before them."""
    known = {before.id: _most(before, changed) for before, changed in earlier}
    apart = {before.id: changed.apart for before, changed in earlier}
    found, later = [], 0
    for before in reversed(queries.all_made(release.consultation_id)):
        if before.id in known:
            between = known[before.id]
        elif before.is_composition:
            continue  # of these the newest tells the most
        else:
            between = later
        if not before.is_composition:
            later = between + (before.changed or 0)
        tables = breakdown.reopened(queries.universe_of(before), before.figures, before.rule)
        found.append(
            Earlier(
                tables=tables,
                received=before.received or 0,
                changed=between,
                people=before.people,
                told=before.what_was_told,
                apart=apart.get(before.id),
            )
        )
    return found


def answers_told(release: Release) -> int:
    """How many figures about answers were given out before."""
    return sum(not each.is_composition for each in queries.all_made(release.consultation_id))


def plans(release: Release) -> list[Plan]:
    """The plan of the new figures, and of all that were given out before them."""
    return [each.plan for each in (release, *queries.all_made(release.consultation_id))]


def _most(before: Release, changed: Changed) -> int:
    """How many responses are different at the most."""
    if changed.edited is not None or before.counted_up_to is None:
        return changed.least
    return changed.came_or_went + changes.count_touched(before.consultation_id, before.counted_up_to)


def since_last(earlier: Sequence[tuple[Release, Changed]]) -> int | None:
    """How many responses are different from the last figures about answers."""
    return next((_most(*each) for each in reversed(earlier) if not each[0].is_composition), None)


def told(release: Release, universe: Universe, snapshot: Snapshot) -> Told:
    """What is told exactly: by the ledger, and after closing by the texts that can be read."""
    can_be_read = release.kind in AFTER_CLOSING
    texts = breakdown.texts_in(universe, snapshot) if can_be_read else {}
    is_apart = can_be_read and bool(release.organisation_codes)
    people = snapshot.responses if is_apart else None
    required = [version.required for version in queries.asked_of(release).values()]
    complete = breakdown.answered_in(universe, snapshot, frozenset.intersection(*required))
    return Told(_ways(release, universe, snapshot), texts, people, complete)


def _ways(release: Release, universe: Universe, snapshot: Snapshot) -> Ways:
    """How many responses the ledger tells of in each way and language, counted or not."""
    counted = breakdown.counted_in(universe, snapshot)
    if not any(plan.organisation_codes for plan in plans(release)):
        return counted
    found: Counter[tuple[str, str]] = Counter()
    for tally in ledger.tallies(release.consultation_id):
        if tally.reason is None and tally.channel not in WHOLE:
            found.update({(f"response:{name}", getattr(tally, name)): tally.items for name in CIRCUMSTANCES})
    return {each: max(many, found[each]) for each, many in counted.items()}


def key_of(release: Release) -> bytes:
    """The key of what is kept with a release, which has to be made again without its snapshot."""
    return epoch_key(settings().release_key, str(release.consultation_id), release.epoch)
