"""Everything the portal tells a member of its own accord: one file a notice.

A new one has its words in Spanish too, and stands in `NOTICES`; tests read each in both languages
and refuse a sensitive word outside the portal.
"""

from outreach.notice import Notice
from outreach.notices import changed, decided

NOTICES: dict[str, Notice] = {one.key: one for one in (changed.NOTICE, decided.NOTICE)}
