"""result records -> tables, JSON, CSV, TSV and traces.

Data come from the web: all of it goes through `safe.safe`, and nothing is read as markup. rich is imported
only to fit a table or a paragraph to a width; a pipe and the machine formats never pay for it.
"""
