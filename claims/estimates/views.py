"""What a tree may look at: trees that see less err in other ways than those that see more."""

VIEWS = ("last event", "path", "path and columns", "everything")


def seen(view: str, name: str) -> bool:
    level = VIEWS.index(view)
    if name in {"last", "elapsed", "place"}:
        return True
    if name.startswith("column "):
        return level >= VIEWS.index("path and columns")
    if name in {"last two", "last three", "path"} or name.startswith(("since ", "count of ")):
        return level >= VIEWS.index("path")
    return level >= VIEWS.index("everything")
