"""The columns of each record in the order of the machine contract, for JSON, CSV and `--columns` alike."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from aidtrack.reports.totals import PERIODS, Totals

TOTALS = (
    "donor",
    "recipient",
    "channel",
    "currency",
    "packages",
    "amount",
    "amount_low",
    "amount_high",
    "share",
    "first",
    "last",
    "undated",
    "reported_amount",
    "reported_date",
    "reported_qualifier",
)
PACKAGES = (
    "id",
    "kind",
    "donor",
    "recipient",
    "amount",
    "amount_low",
    "amount_high",
    "currency",
    "qualifier",
    "aid_type",
    "channels",
    "date",
    "date_precision",
    "date_earliest",
    "date_latest",
    "tranche",
    "statements",
    "articles",
    "status",
    "flags",
    "draws_on",
    "counted",
    "why_not_counted",
    "part_of",
    "revises",
    "running",
)
STATEMENTS = (
    "id",
    "article",
    "path",
    "url",
    "published",
    "kind",
    "donor",
    "recipient",
    "amount",
    "amount_low",
    "currency",
    "qualifier",
    "aid_type",
    "channel",
    "date",
    "date_precision",
    "since",
    "tranche",
    "parts",
    "equivalents",
    "evidence",
    "start",
    "end",
    "rules",
    "package",
)
SOURCES = (
    "id",
    "publisher",
    "title",
    "path",
    "url",
    "published",
    "published_precision",
    "published_from",
    "published_earliest",
    "published_latest",
    "reasons",
    "statements",
    "mentions",
    "unexplained",
)
MENTIONS = (
    "article",
    "path",
    "start",
    "end",
    "text",
    "amount",
    "amount_low",
    "currency",
    "qualifier",
    "outcome",
    "rule",
    "statement",
    "context",
)
TIMELINE = ("donor", "recipient", "currency", "kind", "period", "packages", "amount", "cumulative")


def totals_columns(report: Totals) -> tuple[str, ...]:
    """Give the columns of `totals`: those of the contract, and whatever else tells the rows apart."""
    extra = [dimension.replace("-", "_") for dimension in report.by if dimension in ("aid-type", *PERIODS)]
    kinds = ["kind"] if len(report.selection.kinds) > 1 else []
    return (*TOTALS, *kinds, *extra)


def totals_records(report: Totals) -> list[dict[str, Any]]:
    """Give the rows of `totals` as records; the period is named by its length."""
    length = next((dimension for dimension in PERIODS if dimension in report.by), "period")
    return [asdict(row) | {length: row.period} for row in report.rows]
