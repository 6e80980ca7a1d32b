"""Rhythm: patterns on a cycle grid, songs, and the formats they travel in. Pure.

Every reader takes text or bytes and gives a value or one of our sentences; every writer gives back
what its reader took. The data files are in :mod:`unisono.library`.
"""
