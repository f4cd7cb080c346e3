"""packages, statements, articles -> result records: what the reading commands answer, before it is drawn.

Nothing here prints, asks a clock or opens a database; `render` draws what these functions return.
"""
