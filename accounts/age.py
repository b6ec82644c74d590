"""When somebody is of age. Whoever is born on 29 February is so on 1 March."""

import datetime as dt

OF_AGE = 18


def adult_on(born_on: dt.date) -> dt.date:
    """The first day of being of age."""
    year = born_on.year + OF_AGE
    try:
        return born_on.replace(year=year)
    except ValueError:  # 29 February, and that year has none
        return dt.date(year, 3, 1)
