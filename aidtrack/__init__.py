"""aidtrack reads what articles say about aid packages and adds up what may be added up."""

__version__ = "0.1.0"
