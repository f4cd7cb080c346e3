"""The command line (being written)."""


def main() -> None:
    """Run the aidtrack command line."""
    raise SystemExit("being written")
