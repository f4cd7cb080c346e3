"""The only door to SQLite. (Being written.)"""
