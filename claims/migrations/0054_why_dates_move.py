from django.db import migrations, models
from django.db.models import Q

WHY = ["", "member", "provider", "other_payer", "carrier", "seller", "heard", "slow", "fast"]


class Migration(migrations.Migration):
    dependencies = [("claims", "0053_refunds_and_sources_of_orders")]

    operations = [
        migrations.RemoveConstraint("promise", "what_moved_says_why"),
        migrations.AlterField(
            "promise",
            "delay",
            models.CharField(blank=True, choices=[(one, one) for one in WHY], max_length=12),
        ),
        migrations.AddConstraint(
            "promise",
            models.CheckConstraint(
                condition=Q(delay__in=WHY) & (Q(delay="") | Q(was_on__isnull=False)),
                name="what_moved_says_why",
            ),
        ),
    ]
