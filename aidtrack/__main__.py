"""`python -m aidtrack` is `aidtrack`."""

from aidtrack.cli import main

if __name__ == "__main__":
    main()
