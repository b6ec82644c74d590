"""Note that somebody is the parent, or legal guardian, of a child on a plan; or that no more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from accounts.clock import now
from accounts.models import Level, Member, Role, TrustedPerson, User
from claims.models import Coverage


class Command(BaseCommand):
    help = (
        "Let a parent see a child's things, once the papers were seen. What is private stays so. "
        "It ends by itself at midnight of the day on which the child is 18, where the plan is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("child", help="the child's member number")
        parser.add_argument("email", help="the parent's e-mail address; they sign in with it")
        parser.add_argument("--by", required=True, help="the address of who saw the papers")
        parser.add_argument("--name", default="", help="the parent's first name")
        parser.add_argument("--end", action="store_true", help="they are its parent no more")

    def handle(self, *args: Any, **options: Any) -> None:
        child = Member.objects.filter(number=options["child"]).exclude(number="").first()
        by = User.objects.filter(email__iexact=options["by"]).exclude(role=Role.MEMBER).first()
        if child is None or by is None:
            raise CommandError("No such member." if child is None else "Nobody of staff has --by.")
        if options["end"]:
            self.end(child, options["email"], by)
        else:
            self.note(child, options["email"], options["name"], by)

    def end(self, child: Member, email: str, by: User) -> None:
        helpers = TrustedPerson.objects.of_member(child).open()
        known = helpers.filter(is_parent=True, email__iexact=email).first()
        self.stdout.write("Ended." if known and known.end(by=by) else "Not known.")

    def note(self, child: Member, email: str, name: str, by: User) -> None:
        who = TrustedPerson(
            member=child,
            name=name or email,
            email=email,
            levels=list(Level.values),
            is_parent=True,
            zone=plan_zone(child),
            invited_by=by,
        )
        if who.is_over(now()):
            raise CommandError("Not a child any more, or we do not know when they were born.")
        try:
            with transaction.atomic():
                who.save()
        except IntegrityError:
            raise CommandError("That person helps this member already.") from None
        self.stdout.write(f"{who.email} sees it under “People you help” until {who.last_day()}.")


def plan_zone(child: Member) -> str:
    """Where the plan is that pays first, because legal days are its days."""
    covers = Coverage.objects.filter(member=child, cancelled=False).select_related("plan")
    first = covers.order_by("position", "-starts_on", "pk").first()
    return first.plan.time_zone if first else child.time_zone
