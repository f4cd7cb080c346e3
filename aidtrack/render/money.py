"""Sums of money as people read them: `$2.3bn`, `£450m`, `NOK 85bn`; machine formats keep the integer."""

from __future__ import annotations

SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€", "JPY": "¥", "UAH": "₴"}
_HEDGES = {"exact": "", "about": "about ", "over": "over ", "up_to": "up to "}
_SCALES = ((10**6, "m"), (10**9, "bn"), (10**12, "tn"))


def short(amount: int, currency: str | None, ascii_only: bool = False) -> str:
    """Write a sum to the nearest thousandth of its scale, in whole units below a million.

    >>> short(2_300_000_000, "USD"), short(450_000_000, "GBP"), short(120_500, "NOK")
    ('$2.3bn', '£450m', 'NOK 120,500')
    >>> short(999_999_999, "USD"), short(1_500_000_000, "EUR", ascii_only=True), short(0, "USD")
    ('$1bn', 'EUR 1.5bn', '$0')
    """
    sign = "-" if amount < 0 else ""
    return f"{sign}{_symbol(currency, ascii_only)}{_scaled(abs(amount))}"


def hedged(amount: int, currency: str | None, qualifier: str, ascii_only: bool = False) -> str:
    """Write a sum with the hedge it was told with.

    >>> hedged(62_000_000_000, "USD", "over"), hedged(400_000_000, "USD", "up_to")
    ('over $62bn', 'up to $400m')
    """
    return _HEDGES.get(qualifier, "") + short(amount, currency, ascii_only)


def band(low: int, amount: int, high: int | None, currency: str, ascii_only: bool = False) -> str:
    """Write what a sum may be at least and at most; nothing where it is exact.

    >>> band(9, 9, 9, "USD"), band(900_000_000, 10**9, 1_100_000_000, "USD"), band(10**9, 10**9, None, "USD")
    ('', '$900m–$1.1bn', '$1bn or more')
    """
    if high is None:
        return f"{short(low, currency, ascii_only)} or more"
    if low == amount == high:
        return ""
    dash = "-" if ascii_only else "–"
    return f"{short(low, currency, ascii_only)}{dash}{short(high, currency, ascii_only)}"


def percent(share: float | None) -> str:
    """Write a share in whole per cent, a small one with a digit more.

    >>> percent(0.6658), percent(0.004), percent(0.0001), percent(None), percent(1.0)
    ('67%', '0.4%', '<0.1%', '', '100%')
    """
    if share is None:
        return ""
    if 0 < share < 0.0005:
        return "<0.1%"
    return f"{share:.1%}" if 0 < abs(share) < 0.01 else f"{share:.0%}"


def _symbol(currency: str | None, ascii_only: bool) -> str:
    symbol = SYMBOLS.get(currency or "")
    if symbol and (symbol.isascii() or not ascii_only):
        return symbol
    return f"{currency} " if currency else ""


def _scaled(amount: int) -> str:
    if amount < 10**6:
        return f"{amount:,}"
    for unit, name in _SCALES:
        thousandths = (amount * 1000 + unit // 2) // unit
        # 999.9996m is 1bn, and 999.5bn is not 1tn
        if thousandths < 10**6 or name == "tn":
            break
    whole, rest = divmod(thousandths, 1000)
    return f"{whole:,}" + (f".{rest:03}".rstrip("0") if rest else "") + name
