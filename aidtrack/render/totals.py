"""The answer of `totals` -> a table, and below it what is counted, left out, and reported by others."""

from __future__ import annotations

from aidtrack.model import Kind, Package
from aidtrack.render.money import band, hedged, percent, short
from aidtrack.render.page import Line, Page, draw_lines
from aidtrack.render.safe import safe
from aidtrack.render.tables import Column, Table, draw_table
from aidtrack.render.words import Names, count, filters_of, in_days, listed
from aidtrack.reports.reported import Comparison
from aidtrack.reports.selection import Selection
from aidtrack.reports.totals import PERIODS, LeftOut, Totals, TotalsRow

_PLURAL: dict[Kind, str] = {
    "announced": "announced",
    "expected": "expected",
    "proposed": "proposed",
    "envelope": "envelopes",
    "cumulative": "cumulative",
}


def draw_totals(report: Totals, names: Names, page: Page, headers: bool = True) -> str:
    """Draw the whole report."""
    table = draw_table(_table(report, names, page), page, headers) + "\n" if report.rows else ""
    return (
        draw_lines([[(title_of(report, names, page), "strong")], ""], page)
        + table
        + draw_lines(_notes(report, names, page), page)
    )


def title_of(report: Totals, names: Names, page: Page) -> str:
    """Say whose packages these are, of which kinds, to whom and when."""
    selection = report.selection
    donors = _parties(selection.donors, names) or "All donors"
    recipients = {row.recipient for row in report.rows}
    to = names.party(recipients.pop()) if len(recipients) == 1 else _parties(selection.recipients, names)
    whom = f" {page.sign('→', '->')} {to}" if to else ""
    what = [*selection.aid_types, *(safe(channel or "no channel") for channel in selection.channels)]
    kinds = f"{listed([*selection.kinds])} packages"
    return ", ".join([safe(donors + whom), *what, kinds + _period(selection)])


def _parties(codes: tuple[str | None, ...], names: Names) -> str:
    return listed([names.party(code) for code in codes]) if codes else ""


def _period(selection: Selection) -> str:
    since = f" from {selection.since}" if selection.since else ""
    return since + (f" to {selection.until}" if selection.until else "")


def _table(report: Totals, names: Names, page: Page) -> Table:
    """Choose the columns by what the rows differ in; a column that says nothing is left out."""
    dimensions = _dimensions(report)
    columns = [
        *(Column(header) for header, _ in dimensions),
        *([Column("meaning", gives_way=1)] if "channel" in report.by else []),
        *([Column("name", gives_way=1)] if "channel" not in report.by and _has_many_donors(report) else []),
        Column("packages", right=True),
        Column("amount", right=True),
        Column(f"low{page.sign('–', '-')}high", right=True, gives_way=5),
        Column("share", right=True, gives_way=6),
        Column("first", gives_way=3),
        Column("last", gives_way=4),
        Column("undated", right=True, gives_way=2),
        Column("reported", right=True, gives_way=7),
    ]
    rows = tuple(_cells(row, report, names, page) for row in report.rows)
    return Table(
        tuple(columns), rows, tuple(_sum_cells(row, report, len(columns), page) for row in _sums(report))
    )


def _dimensions(report: Totals) -> list[tuple[str, str]]:
    """Name the columns that tell the rows apart, with the field of each."""
    rows, found = report.rows, []
    if _has_many_donors(report):
        found.append(("donor", "donor"))
    if len({row.recipient for row in rows}) > 1 or "recipient" in report.by:
        found.append(("recipient", "recipient"))
    if len(report.selection.kinds) > 1:
        found.append(("kind", "kind"))
    found += [(length, "period") for length in PERIODS if length in report.by]
    if "channel" in report.by:
        found.append(("channel", "channel"))
    if "aid-type" in report.by:
        found.append(("aid type", "aid_type"))
    return found or [("donor", "donor")]


def _has_many_donors(report: Totals) -> bool:
    return len(report.selection.donors) != 1


def _cells(row: TotalsRow, report: Totals, names: Names, page: Page) -> tuple[Line, ...]:
    told = [safe(getattr(row, field) or page.none) for _, field in _dimensions(report)]
    if "channel" in report.by:
        told.append(names.channel(row.channel))
    elif _has_many_donors(report):
        told.append(safe(names.party(row.donor)))
    many = _has_many_donors(report)
    reported = _reported_cell(row, page) if many and "channel" not in report.by else ""
    return (
        *told,
        f"{row.packages:,}",
        short(row.amount, row.currency, page.ascii_only),
        band(row.amount_low, row.amount, row.amount_high, row.currency, page.ascii_only),
        "" if many else percent(row.share),
        row.first or "",
        row.last or "",
        f"{row.undated:,}" if row.undated else "",
        reported,
    )


def _reported_cell(row: TotalsRow, page: Page) -> str:
    if row.reported_amount is None:
        return ""
    return hedged(row.reported_amount, row.currency, row.reported_qualifier or "exact", page.ascii_only)


def _sums(report: Totals) -> list[TotalsRow]:
    """Keep the sums that add something to the rows: those of more than one row."""

    def is_of(row: TotalsRow, total: TotalsRow) -> bool:
        return (row.currency, row.kind) == (total.currency, total.kind)

    return [total for total in report.sums if sum(is_of(row, total) for row in report.rows) > 1]


def _sum_cells(row: TotalsRow, report: Totals, width: int, page: Page) -> tuple[Line, ...]:
    currency = f" {row.currency}" if len({total.currency for total in report.sums}) > 1 else ""
    numbers: list[Line] = [
        f"{row.packages:,}",
        short(row.amount, row.currency, page.ascii_only),
        band(row.amount_low, row.amount, row.amount_high, row.currency, page.ascii_only),
        "" if _has_many_donors(report) else "100%",
        row.first or "",
        row.last or "",
        f"{row.undated:,}" if row.undated else "",
        "",
    ]
    fields = [field for _, field in _dimensions(report)]
    told: list[Line] = [row.kind if field == "kind" else "" for field in fields]
    told += [""] * (width - len(numbers) - len(told))
    return (f"total{currency}", *told[1:], *numbers)


def _notes(report: Totals, names: Names, page: Page) -> list[Line]:
    notes: list[Line] = [_counted_note(report)]
    if sum(row.packages for row in report.rows) > report.packages:
        notes.append("A package that comes through several channels is counted in the row of each.")
    if any(row.undated for row in report.rows):
        notes.append("Undated: no date is stated; the days it can be are in: aidtrack packages")
    if report.adjustments:
        notes.append(f"Corrected: {'; '.join(_adjustment_note(each, page) for each in report.adjustments)}.")
    if report.left_out:
        notes.append(f"Left out: {listed([_left_out_note(item, page) for item in report.left_out])}.")
    if len(report.selection.donors) == 1 or len(report.reported) == 1:
        notes += [_reported_note(found, report.selection, names, page) for found in report.reported]
    return [*notes, *_hints(report)]


def _counted_note(report: Totals) -> str:
    kinds = listed([*report.selection.kinds])
    if not report.packages:
        return f"Counted: no {kinds} packages fit."
    review = f"; {report.in_review:,} of them wait for review" if report.in_review else ""
    packages = f"{report.packages:,} {kinds} package{'' if report.packages == 1 else 's'}"
    return f"Counted: {packages} from {count(report.articles, 'article')}{review}."


def _adjustment_note(entry: Package, page: Page) -> str:
    """Name a correction of accounts with its day, its signer and the reason."""
    reasons = "; ".join(reason for link in entry.links for reason in link.reasons)
    amount = short(entry.amount, entry.currency, page.ascii_only)
    return safe(f"{amount} {in_days(entry.date, None, None)} ({reasons})")


def _left_out_note(item: LeftOut, page: Page) -> str:
    reason = item.reason
    if item.kind:
        reason = item.kind if item.packages == 1 else _PLURAL[item.kind]
    sums = ", ".join(short(amount, currency, page.ascii_only) for currency, amount in item.sums)
    return f"{item.packages:,} {safe(reason)} ({sums})"


def _reported_note(found: Comparison, selection: Selection, names: Names, page: Page) -> str:
    """Say what others report, when, of which scope, and how far ours is from it."""
    reported = found.reported
    scope = f" {reported.aid_type}" if reported.aid_type not in ("mixed", "unspecified") else ""
    since = f" since {reported.since}" if reported.since else ""
    asof = in_days(reported.date, reported.earliest, reported.latest)
    total = hedged(reported.amount, reported.currency, reported.qualifier, page.ascii_only)
    whom = "" if reported.recipient is None else f" to {names.party(reported.recipient)}"
    of = f"{scope and ',' + scope}{whom}{since}"
    return safe(f"Reported total{of}: {total}, told {asof}; {_distance(found, selection, page)}.")


def _distance(found: Comparison, selection: Selection, page: Page) -> str:
    """Say how far ours is from theirs, unless ours is of a part of the time only."""
    if selection.since:
        return "ours is of a part of that time"
    ours = short(found.ours, found.reported.currency, page.ascii_only)
    if not found.packages:
        return "no package of ours stands beside it"
    ratio = found.ratio or 0.0
    if round(ratio, 3) == 0:
        return f"ours of that scope is {ours}, the same"
    if ratio >= 1:
        return f"ours of that scope is {ours}, {1 + ratio:.1f} times it"
    return f"ours of that scope is {ours}, {percent(abs(ratio))} {'below' if ratio < 0 else 'above'} it"


def _hints(report: Totals) -> list[Line]:
    """Say which commands tell more, with the filters of this question."""
    asked = filters_of(report.selection)
    kinds_asked = report.selection.kinds
    told = "all" if len(kinds_asked) > 3 else ",".join(kinds_asked)
    of_kinds = "" if kinds_asked == ("announced",) else f" --kind {told}"
    hints = [f"Which:    aidtrack packages{asked}{of_kinds}"]
    kinds = ",".join(item.kind for item in report.left_out if item.kind)
    if kinds:
        hints.append(f"Left out: aidtrack packages{asked} --kind {kinds}")
    if report.reported:
        hints.append(f"Why:      aidtrack reconcile{asked}")
    return [[(hint, "faint")] for hint in hints]
