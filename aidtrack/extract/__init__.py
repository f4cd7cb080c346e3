"""extract(article, lexicon): all stages in order. (Interface; the stages are being written.)"""

from aidtrack.lexicon import Lexicon
from aidtrack.model import Article, Reading


def extract(article: Article, lexicon: Lexicon) -> Reading:
    """Read one article: its statements, and what became of every money mention."""
    return Reading(article, (), ())
