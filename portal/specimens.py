"""Made-up answers for the page of all parts: each tag and each freshness, seen side by side."""

import datetime as dt

from claims.answers.answer import (
    Action,
    Answer,
    Asked,
    DateBasis,
    DateLine,
    Fact,
    Freshness,
    Group,
    LineAnswer,
    Moment,
    Option,
    Series,
    Sum,
    Table,
    Tag,
    Upcoming,
)
from claims.answers.words import money, say
from claims.day_chart import day_chart
from claims.letters.of import Download

FRESHNESS = {
    Freshness.FRESH: say(
        "Checked with our claims system at {time} on {weekday}.", time="11:41pm", weekday="Tuesday"
    ),
    Freshness.AGEING: say(
        "Our claims system last sent an update at {time} on {date}. "
        "We check again every {n} hours.",
        time="6:10am",
        date="Tuesday, March 10",
        n=4,
    ),
    Freshness.STALE: say(
        "This may be out of date. We last heard from our claims system at {time} on {date}.",
        time="6:10am",
        date="Friday, March 6",
    ),
    Freshness.DOWN: say(
        "We cannot reach our claims system right now. This is what it told us at {time} on {date}. "
        "Do not rely on it for a deadline.",
        time="8:02pm",
        date="Monday, March 9",
    ),
    Freshness.PARTIAL: say(
        "Our claims system sent records on {date} that we could not read. "
        "What you see may be missing something.",
        date="Tuesday, March 10",
    ),
    Freshness.NEVER: say(
        "We do not have this claim's status yet. Our claims system has not sent it to us. "
        "We will try again at {time}.",
        time="1am",
    ),
    Freshness.UNRECOGNISED: (
        "Our claims system sent a status we do not recognize. We have asked a person to check."
    ),
    Freshness.CONFLICT: (
        "Two of our systems disagree about this claim. We have asked a person to check."
    ),
    Freshness.HELD: (
        "We are not sure about something we received for this claim. "
        "We have asked a person to check."
    ),
}

STEPS = (
    Upcoming(text="We received your claim.", when=say("{date}", date="March 3"), done=True),
    Upcoming(text="A specialist is checking it.", when=say("Started {date}", date="March 5")),
    Upcoming(text="We decide.", when=say("By {date}", date="Thursday, April 2")),
    Upcoming(text="If we agree, we pay Lakeside Imaging.", when="No date yet"),
)
DOING = (
    Upcoming(text="We found your parcel.", when="Tuesday, 9:14am", done=True),
    Upcoming(text="Ines is watching it until it arrives."),
)
QUESTIONS = (
    Asked(
        "Why is it taking this long?",
        say(
            "We are waiting for Lakeside Imaging to send your scan. We asked on {date}.",
            date="March 6",
        ),
    ),
    Asked("Can I speed it up?", "No. You have sent everything we need."),
    Asked(
        "What if we do not agree?",
        say("We will tell you why and how to appeal. You will have {n} days.", n=180),
    ),
)
OPTIONS = (
    Option(
        kind="call",
        title="Ask us to explain",
        text="A claims specialist calls you.",
        how_long="About 15 minutes",
        needs="Nothing",
        url="/calls/new/",
        button="Ask for a call",
    ),
    Option(
        kind="appeal",
        title="Appeal",
        text="Someone who did not make the first decision looks at it.",
        last_date=say("{date}", date="Monday, September 7"),
        how_long="Usually 30 days",
        needs="A letter, and anything from your doctor",
        url="/calls/new/",
        button="Ask how to appeal",
    ),
    Option(
        kind="nothing",
        title="Do nothing",
        text=say(
            "The decision stays. You may have to pay {amount} to Lakeside Imaging.",
            amount=money(41200),
        ),
    ),
)
SUMS = (
    Sum(label="Amount billed", amount=money(61200)),
    Sum(label="Our agreed price", amount=money(45000), note="What Lakeside Imaging accepts"),
    Sum(label="Your plan paid", amount=money(36000)),
    Sum(label="Your share", amount=money(9000), note="20 of every 100 dollars"),
    Sum(label="You may owe", amount=money(9000), strong=True),
)
LINES = (
    LineAnswer(
        title="MRI of the knee",
        when=say("{date}", date="March 2"),
        billed=money(51200),
        paid=money(36000),
        owes=money(9000),
        owes_label="You may owe",
    ),
    LineAnswer(
        title="Contrast dye",
        when=say("{date}", date="March 2"),
        billed=money(10000),
        paid=money(0),
        owes=money(0),
        owes_label="You may owe",
        reasons=("The price of this is part of the MRI. You do not owe it.",),
    ),
)
DETAILS = (
    Fact("Service", "MRI of the knee"),
    Fact("Date of service", say("{date}", date="March 2")),
    Fact("Provider", "Lakeside Imaging"),
    Fact("Amount claimed", money(61200)),
    Fact("Order", say("{number}", number="ORD-7781"), url="/orders/"),
)
TIMELINE = (
    Moment(
        title="A specialist started to check your claim",
        when=say("{date}", date="Thursday, March 5"),
        iso="2026-03-05",
        who="Claims team",
    ),
    Moment(
        title="You sent your itemized bill",
        when=say("{date}", date="Tuesday, March 3"),
        iso="2026-03-03",
        who="You",
        text="We have it.",
    ),
    Moment(
        title="We received your claim",
        when=say("{date}", date="Tuesday, March 3"),
        iso="2026-03-03",
        who="Lakeside Imaging",
    ),
)
GROUPS = (
    Group(
        heading="What we are doing",
        moments=TIMELINE[:1],
        facts=(Fact("Carrier", "USPS"), Fact("Tracking number", say("{n}", n="9400 1000"))),
        note="You do not have to choose now. If you do nothing, the order stays as it is.",
    ),
)
TABLE = Table(
    caption="What you owed at the end of each month",
    head=("Month", "You owed"),
    rows=(("January", money(32000)), ("February", money(20000)), ("March", money(8420))),
)
TABLES = (TABLE,)
SENT = (
    {
        "tag": Tag.DONE,
        "status": "We have it",
        "name": "bill.pdf",
        "url": "/components/",
        "sentence": "We have this file. We got it at 11:41pm on Tuesday, March 17.",
    },
    {
        "tag": Tag.WAITING_FOR_YOU,
        "status": "There is a problem",
        "name": "letter.pdf",
        "sentence": "We could not use this file. It is locked with a password.",
    },
)
WHY = ("Lakeside Imaging is not in your plan's network.",)
MESSAGES = ("We asked a claims specialist to call you.",)
SERIES = Series(
    sentence=say(
        "It was {before} in January. It is {after} now.", before=money(32000), after=money(8420)
    ),
    points=(
        (dt.date(2026, 1, 3), 32000),
        (dt.date(2026, 2, 10), 20000),
        (dt.date(2026, 2, 20), 25500),
        (dt.date(2026, 3, 4), 8420),
    ),
    table=TABLE,
)
DAYS = day_chart(
    {dt.date(2026, 3, day): (1000 + 90 * day, 250 if day == 9 else 0) for day in range(3, 12)},
    first=dt.date(2026, 3, 1),
    last=dt.date(2026, 3, 14),
)
WORDS = {
    Tag.WAITING_FOR_US: (
        "Waiting for us",
        "A specialist is checking your claim",
        "You do not need to do anything now.",
        say("We will decide by {date}.", date="Thursday, April 2"),
    ),
    Tag.WAITING_FOR_YOU: (
        "Waiting for you",
        "We need something from you",
        say("You need to send us your itemized bill by {date}.", date="Friday, March 20"),
        "If we do not get it, we will decide without it.",
    ),
    Tag.DONE: (
        "Done",
        say("We paid {amount} to Lakeside Imaging on {date}", amount=money(36000), date="March 9"),
        say("You may still owe Lakeside Imaging {amount}.", amount=money(9000)),
        say("The money left our account on {date}.", date="Monday, March 9"),
    ),
    Tag.NOT_AGREED: (
        "Not agreed",
        "We did not agree to pay this claim",
        say("You can appeal until {date}.", date="Monday, September 7"),
        say("We decided on {date}.", date="Wednesday, March 11"),
    ),
    Tag.CHECKING: (
        "We are checking",
        "We are checking this status",
        "You do not need to do anything now.",
        say(
            "We do not have a date yet. Ask us, and we will tell you more by {date}.",
            date="Thursday, March 12",
        ),
    ),
}


def answers() -> list[Answer]:
    """One for each tag."""
    return [_answer(tag) for tag in Tag]


def doubts() -> list[Answer]:
    """One for each way to be less than fresh."""
    return [
        _answer(Tag.CHECKING, freshness)
        for freshness in Freshness
        if freshness is not Freshness.FRESH
    ]


def _answer(tag: Tag, freshness: Freshness = Freshness.FRESH) -> Answer:
    label, headline, action, date = WORDS[tag]
    required = tag is Tag.WAITING_FOR_YOU
    return Answer(
        subject="claim",
        subject_id="00000000-0000-0000-0000-000000000000",
        url="/claims/",
        title="Your claim for MRI of the knee",
        quiet_title="A claim",
        caption=say("Claim {number}", number="CLM-2041"),
        name="MRI of the knee",
        tag=tag,
        tag_label=label,
        headline=headline if freshness is Freshness.FRESH else f"The source is {freshness}",
        action=Action(
            sentence=action,
            required=required,
            days_left=say("You have {n} days.", n=6) if required else "",
        ),
        date=DateLine(sentence=date, basis=DateBasis.NONE),
        freshness=freshness,
        freshness_line=FRESHNESS[freshness],
        person_first=freshness not in (Freshness.FRESH, Freshness.AGEING),
        person_group="A claims specialist",
        phone="+18005550100",
        guarded=False,
        amount=money(61200),
        law="The law says we must decide by Saturday, April 4." if tag is Tag.CHECKING else "",
        call="You do not have to pay Lakeside Imaging yet." if tag is Tag.NOT_AGREED else "",
        search_note='(Your letter may say "denied".)' if tag is Tag.NOT_AGREED else "",
    )


DOWNLOADS = (
    Download(title="Decision letter", url="#downloads", pdf="#downloads"),
    Download(title="Summary", url="#downloads", pdf="#downloads"),
)
