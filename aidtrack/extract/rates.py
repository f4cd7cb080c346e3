"""Reference exchange rates: the European Central Bank's daily table that CurrencyConverter ships; no network.

A conversion in brackets is checked against the rate of its day (the last known one before it).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any


@cache
def _table() -> Any:
    from currency_converter import CurrencyConverter

    return CurrencyConverter(
        fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known", decimal=True
    )


@lru_cache(maxsize=2048)
def reference_rate(source: str, target: str, day: str | None) -> float | None:
    """How many units of `source` one unit of `target` cost on a day (ISO, may be a month); None where the table has no rate.

    >>> round(reference_rate("USD", "GBP", "2024-07-02") or 0, 2)
    1.27
    """
    if day is None:
        return None
    when = date.fromisoformat(day if len(day) == 10 else f"{day}-15" if len(day) == 7 else f"{day}-07-01")
    table = _table()
    try:
        bounds = [table.bounds[currency] for currency in (source, target)]
        first, last = max(b[0] for b in bounds), min(b[1] for b in bounds)
        if not first <= when <= last + timedelta(days=90):
            return None
        return float(table.convert(1, target, source, date=min(when, last)))
    except (KeyError, ValueError):
        return None
