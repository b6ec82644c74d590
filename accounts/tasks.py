"""What the worker does about people and what they agreed to. Twice is once."""

from celery import shared_task

from accounts.emergency_mail import tell_officers


@shared_task
def tell_of_emergencies() -> None:
    """Emergency access is told at once; this is also the clock for one that nobody reviews."""
    tell_officers()
