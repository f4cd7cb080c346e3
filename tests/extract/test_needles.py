"""The sieve before the cues leaves out nothing that would fire."""

from pathlib import Path

from aidtrack.articles import from_text
from aidtrack.extract import kinds
from aidtrack.extract.needles import needles_of
from aidtrack.extract.scene import find_candidates, open_page
from aidtrack.lexicon import load

GOLD = Path(__file__).parents[1] / "gold"


def masks() -> list[str]:
    """The masks of every sum in some labelled articles."""
    found = []
    for path in sorted((GOLD / "own").glob("own_*0*.txt")):
        page, sums = open_page(from_text(path.read_text(encoding="utf-8")), load())
        found += [one.mask for one in find_candidates(page, sums)] if page.sentences else []
    return found


def test_no_cue_is_left_out_that_matches() -> None:
    """A cue that is sieved out would not have matched."""
    for mask in masks():
        left = {cue.name for cue in kinds._sieved(mask, load())}
        assert {cue.name for cue in kinds._cues(load()) if cue.pattern.search(mask)} <= left


def test_most_cues_have_needles() -> None:
    """The sieve is worth its name: nearly every cue can be told from words."""
    told = [needles_of(cue.pattern) for cue in kinds._cues(load())]
    assert sum(1 for needles in told if needles) > 0.9 * len(told)
