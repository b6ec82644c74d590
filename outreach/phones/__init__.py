"""Telephone systems and contact centers: one file each, a pushed body in, what it says out.

Each has ``read(body)``, which gives what `outreach.phones.heard` names, or None for an event that
says nothing we need, or raises `Unreadable` with a sentence. docs/phones.md shows each shape.
"""
