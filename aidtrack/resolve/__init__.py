"""resolve: statements and judgements → packages; the same packages whatever the order of reading.

`resolve_block` takes all statements of one donor and tells which decisions they speak of. It is a pure
function of the set it is given: statements are put into one fixed order first, the strongest evidence
leading (presidential memoranda, then dated announcements, then recalls by month, then undated ones).
"""

from aidtrack.resolve.candidates import block_of, blocks_by
from aidtrack.resolve.clusters import resolve_all, resolve_block
from aidtrack.resolve.judged import (
    Adjustment,
    Orphan,
    adjustments,
    as_of,
    corrected,
    judged_article,
    key_of,
    orphans,
    published_key,
    tell,
)

__all__ = [
    "Adjustment",
    "Orphan",
    "adjustments",
    "as_of",
    "block_of",
    "blocks_by",
    "corrected",
    "judged_article",
    "key_of",
    "orphans",
    "published_key",
    "resolve_all",
    "resolve_block",
    "tell",
]
