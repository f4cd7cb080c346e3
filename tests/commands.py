"""What tests of commands share: an article, and what a command leaves behind."""

from __future__ import annotations

from dataclasses import dataclass

NEWS = """WASHINGTON, July 2, 2024 (Example) - The United States will provide $2.3 billion in new security
assistance for Ukraine, Defense Secretary Lloyd Austin announced on Tuesday.
"""


@dataclass(frozen=True)
class Result:
    """A command's exit code and what it printed."""

    code: int
    out: str
    err: str
