"""The timetable."""

from portal.celery import app


def test_the_timetable_asks_only_for_tasks_that_exist():
    app.loader.import_default_modules()
    assert {line["task"] for line in app.conf.beat_schedule.values()} <= set(app.tasks)
