from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0024_personal_notes'),
    ]

    operations = [
        migrations.AddField(
            model_name='recovery',
            name='begin_by',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='recovery',
            name='alarmed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(
            "UPDATE outreach_recovery SET begin_by = opened_at + interval '2 hours'",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name='recovery',
            name='begin_by',
            field=models.DateTimeField(),
        ),
        migrations.AlterField(
            model_name='pulse',
            name='moment',
            field=models.CharField(choices=[('promise', 'After a promise that we kept'), ('case', 'After a bill that we put right or explained'), ('recovery', 'After a word that we broke and put right')], max_length=10),
        ),
    ]
