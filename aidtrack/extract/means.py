"""By what and for what: channel, aid type and tranche number of a sum, asked of all its mentions and what stands around them.

In: a page and one of its sums. Out: values of the lexicon's tables, and the names of the rules that chose them. The sum's own sentence
is asked first, then the sentences it points back to, those that speak of it on, and the article as a whole.
"""

from __future__ import annotations

import re

from aidtrack.extract.coreference import Sum
from aidtrack.extract.details import (
    clause_of,
    find_channels,
    find_described,
    is_plain_help,
    main_aid_type,
    read_aid_type,
    read_channel,
    read_tranche,
)
from aidtrack.extract.scene import Page
from aidtrack.extract.shares import leaves
from aidtrack.extract.timing import lead_end


def channel_of(page: Page, item: Sum) -> tuple[str | None, str]:
    """The channel of a sum: as each of its mentions tells in turn, then what it points back to, what is said of it next, what the article is about."""
    for mention in (item, *item.repeats):
        channel, rule = read_channel(_without_total(mention), item.donor, page.lexicon)
        if channel:
            return channel, rule
    for mention in (item, *item.repeats):
        if channel := _channel_pointed_at(page, mention, item.donor):
            return channel, "channel-pointed-at"
    if item.reading not in ("announced", "expected", "proposed"):
        return None, ""
    for mention in (item, *item.repeats):
        if following := _following(page, mention):
            channel, rule = read_channel("§ " + following, item.donor, page.lexicon)
            if channel:
                return channel, "channel-follow-up"
    found = _channel_of_article(page, item)
    return found if found[0] or item.reading == "proposed" else _channel_of_many(page, item)


# So many sentences from where a joint instrument is named, its givers' sums are still told.
JOINT_REACH = 4


def _channel_of_many(page: Page, item: Sum) -> tuple[str | None, str]:
    """The one instrument that a short page is about and that many give through: "PURL … Canada is good for §, Norway for §"."""
    if not page.is_short:
        return None, ""
    places = _instruments(page)
    if len(places) != 1 or not page.lexicon.channels[code := next(iter(places))].get("joint"):
        return None, ""
    own = [mention.candidate.index for mention in (item, *item.repeats)]
    near = any(abs(index - place) <= JOINT_REACH for index in own for place in places[code])
    return (code, "channel-of-many") if near else (None, "")


_BRINGS = re.compile(
    r"\b(?:brings?|bringing|brought|takes?|taking|took|puts?|raises?|raising|lifts?|pushes|pushing)\b[^§¤]{0,120}§"
)


def _without_total(item: Sum) -> str:
    """A sum's mask; of a running total only what follows the verb: "the drawdown brings the total to §" tells no channel of the total."""
    mask = item.candidate.mask
    match = _BRINGS.search(mask) if item.reading == "cumulative" else None
    return mask[match.start() :] if match else mask


def _instruments(page: Page) -> dict[str, list[int]]:
    """The channels that a page names, each with the sentences that do; found once."""
    if page.instruments is None:
        page.instruments = {}
        for index in range(len(page.sentences)):
            words = page.words_of(index)
            for code in find_channels(words, None, page.lexicon) | find_described(words, "ERA", page.lexicon):
                page.instruments.setdefault(code, []).append(index)
    return page.instruments


# Words by which a sum points back to a channel named before: "used that authority …, most recently for §".
_THAT_CHANNEL = re.compile(
    r"\b(?:[Tt]hat|[Tt]his|[Tt]he|[Ss]uch|[Tt]he same|[Ii]ts?) (?:same )?(?:authority|authorities|mechanism|initiative|scheme|facility|programme?|instrument|tool|list)\b|\bin authority\b|\bunder (?:it|which)\b"
    r"|\b(?:[Tt]he|[Aa]|[Ff]or the) (?:first|second|third|fourth|fifth|sixth|seventh)(?: such)?(?: package)?\b(?! (?:day|time|year|world|half|quarter|month))",
)
_THE_PACKAGE = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat) (?:\w+ )?(?:package|drawdown|aid|assistance|announcement)\b[^.;§¤]{0,60}§"
)


def _channel_pointed_at(page: Page, item: Sum, donor: str | None) -> str | None:
    """The one channel of the sentences before that a sum's words point back to."""
    mask, index = item.candidate.mask, item.candidate.index
    back = 3 if _THAT_CHANNEL.search(mask) else 1 if _THE_PACKAGE.search(mask) else 0
    for before in range(index - 1, max(-1, index - back - 1), -1):
        sentence = page.sentences[before]
        named = find_channels(page.text[sentence.start : sentence.end], donor, page.lexicon)
        if named:
            return named.pop() if len(named) == 1 else None
    return None


_RECALL = re.compile(
    r"\b(?:last|earlier|previous(?:ly)?|prior|already|ago|had)\b|\b(?:adds? to|on top of|follows|in addition to)\b[^.;¤]*§",
    re.IGNORECASE,
)


def _channel_of_article(page: Page, item: Sum) -> tuple[str | None, str]:
    """The one channel that the article names beyond the sum's own sentence, for the sum that the article is about: it stands in the lead."""
    if item.reading == "proposed" or _RECALL.search(item.candidate.mask):
        return None, ""
    if min(m.candidate.index for m in (item, *item.repeats)) > lead_end(page):
        return None, ""
    own = {m.candidate.index for m in (item, *item.repeats)}
    matter = " ".join(page.words_of(index) for index in range(len(page.sentences)) if index not in own)
    named = find_channels(matter, item.donor, page.lexicon)
    if len(named) != 1 or named & {channel_of_share(page, share, item.donor) for share in leaves(item)}:
        return None, ""
    return named.pop(), "channel-of-article"


_FOLLOW_UP = re.compile(
    r"^(?:The|This|It|While|These|That|Under|In this|Such|They|With (?:this|it)|As part) ?(?:latest |new |initial |money |funds |funding |aid |assistance |weapons |equipment |package |drawdown |tranche |is |are |was |were |these |will |would |action |includes? |capabilities )|^(?:Proceeds|Income|Interest|Profits?|Revenues?|Earnings|Windfall)\b"
)


_COMES_THROUGH = re.compile(
    r"\b(?:(?:the|this|these|its) (?:[\w-]+ )?(?:money|package|aid|assistance|weapons|arms|funds?|funding|drawdown|equipment|systems)|it|they) (?:will |would |is |are |was |were |be |to |being |has been )*"
    r"(?:comes?|coming|drawn|taken|funded|financed|paid|provided|delivered|supplied|bought|sourced|pulled|made) (?:[\w-]+ )?(?:through|from|under|via|out of|by|for|with|available)\b",
    re.IGNORECASE,
)


# Talk begins with a filler: "Now, this is the 13th time that …".
_FILLER = r"(?:(?:Now|And|So|Well|Again|But),? )?"
_THIS_IS = re.compile(rf"{_FILLER}(?:it|this) (?:is|was|will be|would be)\b", re.IGNORECASE)


def _following(page: Page, item: Sum) -> str:
    """The sentences just after the sum that speak of it on ("While these weapons …, they will be funded through …")."""
    words: list[str] = []
    for index in range(item.candidate.index + 1, min(item.candidate.index + 4, len(page.sentences))):
        text = page.words_of(index)
        if (sum_at := re.search(r"[$€£] ?\d|\d (?:million|billion)", text)) is not None:
            if _THIS_IS.match(text):
                words.append(text[: sum_at.start()].replace("U.S.", "US"))
            break
        if _FOLLOW_UP.match(text) or _COMES_THROUGH.search(text) or words:
            words.append(text.replace("U.S.", "US"))
    return " ".join(words)


def channel_of_share(page: Page, share: Sum, donor: str | None) -> str | None:
    """The channel of a share: by the words after it, up to the next sum; only then by those before."""
    left, _, right = own_clause(share).partition("§")
    for words in (f"§ {right}", f"{left} §"):
        channel, _ = read_channel(" ".join(words.split()), donor, page.lexicon)
        if channel:
            return channel
    return None


def own_clause(share: Sum) -> str:
    left, right = clause_of(share.candidate.mask)
    cut = re.search(r"\band the (?:rest|remainder)\b|\bwhile\b", right)
    right = right[: cut.start()] if cut else right
    return f"{left[-70:]} § {right[:110]}"


def aid_type_of(page: Page, item: Sum, channel: str | None) -> tuple[str, str]:
    """The aid type of a sum: of its clearest mention, of its shares, then of its surroundings, last of what the article is about."""
    told = _type_told(page, item, channel, False)
    if told[0] == "unspecified" and (of_shares := _type_of_shares(page, item)):
        return ("mixed" if len(of_shares) > 1 else of_shares.pop()), "type-of-shares"
    if told[1] != "type-none" or (item.reading in PLAIN_KINDS and is_plain_help(item.candidate.mask)):
        return told
    if item.reading not in FRAMES:
        told = _type_told(page, item, channel, True)
        if told[0] != "unspecified":
            return told
    for words in _type_context(page, item):
        found = read_aid_type("§ " + words, None, page.lexicon)
        if found[0] != "unspecified":
            return found[0], "type-context"
    if page.is_short and item.reading != "proposed":
        return main_aid_type(page.text[page.article.body_start :], page.lexicon)
    return "unspecified", "type-none"


# A total, a request or a frame often covers more than the article is about.
PLAIN_KINDS = ("cumulative", "proposed", "envelope")
# A request or a frame names several purposes in one sentence: what stands farther off is another's.
FRAMES = ("proposed", "envelope")


def _type_told(page: Page, item: Sum, channel: str | None, widely: bool) -> tuple[str, str]:
    """The aid type that a sum's own sentences tell."""
    told = ("unspecified", "type-none")
    for mention in (item, *item.repeats):
        found = read_aid_type(mention.candidate.mask, channel, page.lexicon, widely)
        if found[0] != "unspecified":
            return found
        told = max(told, found, key=lambda f: f[1] != "type-none")
    return told


def _type_of_shares(page: Page, item: Sum) -> set[str]:
    """The aid types of the shares of a sum; where one type is all that shares tell of a part of it, the rest is of another."""
    shares = leaves(item)
    types = {_type_told(page, share, None, False)[0] for share in shares} - {"unspecified"}
    if types and sum(s.amount for s in shares) < 0.9 * item.amount and is_plain_help(item.candidate.mask):
        types.add("other")
    return types


def _type_context(page: Page, item: Sum) -> list[str]:
    """Words beyond the sentence that tell what a sum is for: what is said of it next; for a sum of the lead, title and lead."""
    index = item.candidate.index
    words = [_following(page, mention) for mention in (item, *item.repeats)]
    if index and item.reading in TYPE_CONTEXT:
        words.append(page.text[page.sentences[index - 1].start : page.sentences[index - 1].end])
    if index <= lead_end(page) and item.reading in TYPE_LEAD:
        start = page.article.body_start
        words += [page.article.title or "", page.text[start : start + 300]]
    return [w for w in words if w]


TYPE_CONTEXT = ("announced", "expected", "cumulative", "envelope")
TYPE_LEAD = ("announced", "expected")


_IT_IS = re.compile(
    rf"^\W*{_FILLER}(?:[Ii]t|[Tt]his|[Tt]hat|Today's|The (?:\w+ )?(?:package|drawdown|aid|tranche|assistance|action|announcement))\b(?:[\w' ]{{0,30}})\b(?:is|was|marks?|will be|would be|becomes)\b"
)
_POINTS_AT = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]oday's|[Ii]t|[Ii]ts) (?:\w+ ){0,2}?(?:package|drawdown|aid|tranche|assistance|shipment)\b|^\W*(?:It|This|Worth)\b"
)


def tranche_of(page: Page, item: Sum) -> int | None:
    """The tranche number of a sum: told beside it, in its sentence, of it in the next ("It is the 13th …") or the one before."""
    for mention in (item, *item.repeats):
        mask, index = mention.candidate.mask, mention.candidate.index
        left, right = clause_of(mask)
        several = "¤" in mask
        words = [left[-70:] + "§" + right[:70]] + ([] if several else [mask])
        words += [
            after for after in (page.words_of(index + 1), page.words_of(index + 2)) if _IT_IS.match(after)
        ]
        words += [before for before in [page.words_of(index - 1)] if _POINTS_AT.search(mask)]
        for text in words:
            if (number := read_tranche(text)) is not None:
                return number
    return None
