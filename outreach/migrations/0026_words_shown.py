from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0025_recoveries_begin'),
    ]

    operations = [
        migrations.AddField(
            model_name='pulse',
            name='shown_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='pulse',
            index=models.Index(models.F('shown_at'), condition=models.Q(('shown_at__isnull', False)), name='words_shown'),
        ),
        migrations.AddConstraint(
            model_name='pulse',
            constraint=models.CheckConstraint(condition=models.Q(('shown_at', None), models.Q(('moment', 'recovery'), models.Q(('words', ''), _negated=True)), _connector='OR'), name='only_words_about_a_recovery_are_shown'),
        ),
    ]
