"""Every table as it was after 11 changes; what only SQL can say comes after it."""

import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.models.key
import accounts.models.member
import outreach.models.lane
import outreach.models.specialist


class Migration(migrations.Migration):

    replaces = [('outreach', '0001_initial'), ('outreach', '0002_calls_to_make'), ('outreach', '0004_messages'), ('outreach', '0005_speaker'), ('outreach', '0006_asked_by'), ('outreach', '0008_rules'), ('outreach', '0009_calls_and_summaries'), ('outreach', '0010_summaries_go_first'), ('outreach', '0011_promise_kept_by')]

    initial = True

    dependencies = [
        ('accounts', '0017_record_of_looks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('state', models.CharField(choices=[('held', 'Kept for a moment'), ('booked', 'Booked'), ('called', 'Called'), ('unreached', 'Not reached'), ('missed', 'Missed by us'), ('cancelled', 'Cancelled'), ('lapsed', 'No longer kept')], default='booked', max_length=10)),
                ('held_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('subject', models.CharField(blank=True, choices=[('', 'Something else'), ('claim', 'A claim'), ('order', 'An order'), ('balance', 'My balance')], max_length=10)),
                ('subject_id', models.UUIDField(blank=True, editable=False, null=True)),
                ('phone', models.CharField(max_length=16, verbose_name='Phone number')),
                ('say_who', models.BooleanField(default=True)),
                ('voicemail', models.BooleanField(default=False)),
                ('way', models.CharField(choices=[('phone', 'Phone'), ('interpreter', 'Phone with an interpreter'), ('sign_language', 'Sign language video'), ('text_relay', 'Text relay')], default='phone', max_length=15)),
                ('interpreter_language', models.CharField(blank=True, max_length=60)),
                ('note', models.TextField(blank=True, max_length=2000)),
                ('key', models.UUIDField(editable=False)),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=list, size=None)),
                ('sequence', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('tries', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('made_at', models.DateTimeField(editable=False)),
                ('speaker', models.CharField(blank=True, max_length=120)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='accounts.member')),
                ('specialist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('specialist'), models.F('during__startswith'), condition=models.Q(('state__in', ('cancelled', 'lapsed')), _negated=True), name='bookings_of_a_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('phone__regex', '^\\+[1-9][0-9]{6,14}$')), name='booking_phones_are_e164'), models.CheckConstraint(condition=models.Q(('during__isempty', False)), name='a_booking_takes_time'), models.CheckConstraint(condition=models.Q(models.Q(('held_until__isnull', False), ('state', 'held')), models.Q(models.Q(('state', 'held'), _negated=True), ('held_until', None)), _connector='OR'), name='only_what_is_held_has_an_end_of_holding'), models.UniqueConstraint(models.F('member'), models.F('key'), name='a_key_books_once'), models.UniqueConstraint(models.F('member'), models.F('subject'), models.F('subject_id'), condition=models.Q(('state__in', ('held', 'booked'))), name='one_live_booking_per_subject', nulls_distinct=False), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state__in', ('held', 'booked'))), expressions=[(outreach.models.lane.Lane('specialist'), '&&'), ('during', '&&')], name='a_specialist_is_booked_once'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state__in', ('held', 'booked'))), expressions=[(outreach.models.lane.Lane('member'), '&&'), ('during', '&&')], name='a_member_is_called_once')],
            },
        ),
        migrations.CreateModel(
            name='BookingChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('made', 'Booked'), ('moved', 'Moved'), ('details', 'Changed, at the same time'), ('handed', 'Somebody else calls'), ('cancelled', 'Cancelled'), ('called', 'Called'), ('no_answer', 'No answer'), ('missed', 'Missed by us'), ('lapsed', 'No longer kept')], max_length=10)),
                ('at', models.DateTimeField()),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('told_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='outreach.booking')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('specialist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('at'), models.F('id'), condition=models.Q(('told_at', None)), name='booking_changes_to_tell')],
            },
        ),
        migrations.CreateModel(
            name='CallRequest',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('subject', models.CharField(blank=True, choices=[('', 'Something else'), ('claim', 'A claim'), ('order', 'An order'), ('balance', 'My balance')], max_length=10, verbose_name='What is it about?')),
                ('subject_id', models.UUIDField(blank=True, editable=False, null=True)),
                ('phone', models.CharField(max_length=16, verbose_name='Phone number')),
                ('best_time', models.CharField(blank=True, max_length=200, verbose_name='When is a good time?')),
                ('say_who', models.BooleanField(default=True, verbose_name='Can we say who is calling?')),
                ('voicemail', models.BooleanField(default=False, verbose_name='Can we leave a voicemail?')),
                ('way', models.CharField(choices=[('phone', 'Phone'), ('interpreter', 'Phone with an interpreter'), ('sign_language', 'Sign language video'), ('text_relay', 'Text relay')], default='phone', max_length=15, verbose_name='How do you want to talk?')),
                ('interpreter_language', models.CharField(blank=True, max_length=60, verbose_name='Which language?')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='Do you want us to know anything first?')),
                ('asked_at', models.DateTimeField(editable=False)),
                ('call_by', models.DateTimeField(editable=False)),
                ('called_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('speaker', models.CharField(blank=True, max_length=120, verbose_name='Does someone else talk for you?')),
                ('asked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.trustedperson')),
                ('called_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='call_requests', to='accounts.member')),
            ],
            options={
                'indexes': [models.Index(models.F('call_by'), models.F('id'), condition=models.Q(('called_at', None), ('cancelled_at', None)), name='calls_to_make')],
                'constraints': [models.CheckConstraint(condition=models.Q(('phone__regex', '^\\+[1-9][0-9]{6,14}$')), name='call_request_phones_are_e164'), models.CheckConstraint(condition=models.Q(models.Q(('called_at', None), ('called_by', None)), models.Q(('called_at__isnull', False), ('called_by__isnull', False)), _connector='OR'), name='a_call_has_a_time_and_a_person'), models.CheckConstraint(condition=models.Q(('called_at', None), ('cancelled_at', None), _connector='OR'), name='a_call_request_ends_once'), models.UniqueConstraint(models.F('member'), models.F('asked_by'), models.F('subject'), models.F('subject_id'), condition=models.Q(('called_at', None), ('cancelled_at', None)), name='one_open_call_request_per_subject', nulls_distinct=False, violation_error_message='You already asked us to call about this.')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('subject', models.CharField(max_length=10)),
                ('subject_id', models.UUIDField()),
                ('since', models.DateTimeField()),
                ('mark', models.CharField(blank=True, max_length=300)),
                ('told', models.PositiveIntegerField(default=0)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('member', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='accounts.member')),
            ],
            options={
                'indexes': [models.Index(models.F('subject_id'), condition=models.Q(('ended_at', None)), name='followers_of_a_thing')],
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('subject'), models.F('subject_id'), condition=models.Q(('ended_at', None)), name='a_thing_is_followed_once'), models.CheckConstraint(condition=models.Q(('subject__in', ['claim', 'order', 'balance'])), name='what_is_followed_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('notice', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=200)),
                ('purpose', models.CharField(max_length=30)),
                ('category', models.CharField(max_length=30)),
                ('subject', models.CharField(blank=True, max_length=10)),
                ('subject_id', models.UUIDField(blank=True, null=True)),
                ('context', models.JSONField(blank=True, default=dict)),
                ('why', models.JSONField(blank=True, default=dict)),
                ('posted_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('refused_at', models.DateTimeField(blank=True, null=True)),
                ('parked_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, db_default='', max_length=300)),
                ('guarded', models.BooleanField(db_default=True, default=True)),
                ('language', models.CharField(blank=True, db_default='', max_length=5)),
                ('title', models.CharField(blank=True, db_default='', max_length=300)),
                ('text', models.TextField(blank=True, db_default='')),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('member', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='accounts.member')),
            ],
            options={
                'indexes': [models.Index(models.F('due_at'), models.F('id'), condition=models.Q(('parked_at', None), ('refused_at', None), ('sent_at', None)), name='messages_to_decide'), models.Index(models.F('member'), models.OrderBy(models.F('sent_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('sent_at__isnull', False)), name='messages_of_a_member'), models.Index(models.F('member'), condition=models.Q(('read_at', None), ('sent_at__isnull', False)), name='unread_messages'), models.Index(models.F('parked_at'), condition=models.Q(('parked_at__isnull', False)), name='messages_given_up')],
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('notice'), models.F('key'), name='a_cause_makes_one_message'), models.CheckConstraint(condition=models.Q(models.Q(('refused_at', None), ('sent_at', None)), models.Q(('parked_at', None), ('sent_at', None)), models.Q(('parked_at', None), ('refused_at', None)), _connector='OR'), name='a_message_ends_once'), models.CheckConstraint(condition=models.Q(('refused_at', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_refusal_has_a_reason'), models.CheckConstraint(condition=models.Q(('sent_at', None), models.Q(('title', ''), _negated=True), _connector='OR'), name='what_is_sent_has_words'), models.CheckConstraint(condition=models.Q(('read_at', None), ('sent_at__isnull', False), _connector='OR'), name='only_what_is_sent_is_read')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(choices=[('email', 'Email'), ('sms', 'Sms')], max_length=5)),
                ('address', models.CharField(max_length=254)),
                ('made_at', models.DateTimeField()),
                ('next_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('dropped_at', models.DateTimeField(blank=True, null=True)),
                ('parked_at', models.DateTimeField(blank=True, null=True)),
                ('delivered_at', models.DateTimeField(blank=True, null=True)),
                ('bounced_at', models.DateTimeField(blank=True, null=True)),
                ('provider_id', models.CharField(blank=True, max_length=200)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='outreach.message')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'indexes': [models.Index(models.F('next_at'), models.F('id'), condition=models.Q(('dropped_at', None), ('parked_at', None), ('sent_at', None)), name='deliveries_to_make'), models.Index(models.F('parked_at'), condition=models.Q(('parked_at__isnull', False)), name='deliveries_given_up')],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'sms'])), name='delivery_channels_are_known'), models.CheckConstraint(condition=models.Q(models.Q(('dropped_at', None), ('sent_at', None)), models.Q(('parked_at', None), ('sent_at', None)), models.Q(('dropped_at', None), ('parked_at', None)), _connector='OR'), name='a_delivery_ends_once')],
            },
        ),
        migrations.CreateModel(
            name='Reach',
            fields=[
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reach', serialize=False, to='accounts.member')),
                ('email', models.BooleanField(default=True, verbose_name='Email')),
                ('sms', models.BooleanField(default=False, verbose_name='Text message')),
                ('quiet_from', models.TimeField(default=datetime.time(20, 0), verbose_name='Send nothing from')),
                ('quiet_until', models.TimeField(default=datetime.time(8, 0), verbose_name='until')),
            ],
            options={
                'verbose_name_plural': 'reaches',
                'constraints': [models.CheckConstraint(condition=models.Q(('quiet_from', models.F('quiet_until')), _negated=True), name='quiet_hours_end')],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('key', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('proposed_at', models.DateTimeField(blank=True, null=True)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stopped_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('started_by', None), models.Q(('started_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='another_person_starts_a_rule'), models.CheckConstraint(condition=models.Q(('started_at', None), ('proposed_at__isnull', False), _connector='OR'), name='a_rule_is_proposed_before_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('started_at', None), ('started_by', None)), models.Q(('started_at__isnull', False), ('started_by__isnull', False)), _connector='OR'), name='a_rule_is_started_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('stopped_at', None), ('stopped_by', None)), models.Q(('stopped_at__isnull', False), ('stopped_by__isnull', False)), _connector='OR'), name='a_rule_is_stopped_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Silence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(blank=True, max_length=5)),
                ('purpose', models.CharField(blank=True, max_length=30)),
                ('reason', models.CharField(choices=[('unsubscribed', 'You stopped these from a message'), ('bounced', 'Our messages to that address came back'), ('complained', 'You marked our messages as unwanted'), ('bereaved', 'A person of ours stopped all messages')], max_length=12)),
                ('since', models.DateTimeField()),
                ('member', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='silences', to='accounts.member')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('channel'), models.F('purpose'), name='one_silence_of_a_kind'), models.CheckConstraint(condition=models.Q(('reason__in', ['unsubscribed', 'bounced', 'complained', 'bereaved'])), name='silences_have_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Specialist',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='specialist', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=60, verbose_name='first name')),
                ('zone', models.CharField(default='America/New_York', max_length=50, validators=[accounts.models.member.known_time_zone], verbose_name='time zone')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), default=outreach.models.specialist.english, size=None)),
                ('ways', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=15), default=outreach.models.specialist.by_phone, size=None)),
                ('daily_maximum', models.PositiveSmallIntegerField(default=10, verbose_name='most calls a day')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='a_specialist_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(choices=[('', 'Anything else'), ('claim', 'Claims'), ('denial', 'Claims that we did not agree to pay'), ('order', 'Orders'), ('balance', 'Balances')], max_length=10)),
                ('trained_on', models.DateField()),
                ('specialist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skills', to='outreach.specialist')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('specialist'), models.F('topic'), name='one_skill_per_topic'), models.CheckConstraint(condition=models.Q(('topic__in', ['claim', 'denial', 'order', 'balance'])), name='skills_have_known_topics')],
            },
        ),
        migrations.CreateModel(
            name='Summary',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('published_at', models.DateTimeField()),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('subject', models.CharField(blank=True, choices=[('', 'Something else'), ('claim', 'A claim'), ('order', 'An order'), ('balance', 'My balance')], max_length=10)),
                ('subject_id', models.UUIDField(blank=True, null=True)),
                ('began_at', models.DateTimeField()),
                ('verified_by', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('name', 'Their whole name'), ('number', 'Their member number'), ('phone', 'The phone number that we have'), ('address', 'Their address')], max_length=10), default=list, size=None)),
                ('opener', models.TextField(blank=True)),
                ('because', models.TextField(blank=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('booking', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outreach.booking')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='accounts.member')),
                ('specialist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outreach.callrequest')),
                ('summary', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='call', to='outreach.summary')),
            ],
            options={
                'indexes': [models.Index(models.F('member'), models.OrderBy(models.F('began_at'), descending=True), name='calls_of_a_member'), models.Index(models.F('began_at'), condition=models.Q(('ended_at', None)), name='calls_not_ended')],
                'constraints': [models.CheckConstraint(condition=models.Q(('summary', None), ('ended_at__isnull', False), _connector='OR'), name='a_call_with_a_summary_has_ended'), models.CheckConstraint(condition=models.Q(('summary', None), ('verified_by__len__gte', 2), _connector='OR'), name='nobody_is_told_of_a_call_with_a_stranger'), models.CheckConstraint(condition=models.Q(('verified_by__len', 0), ('verified_by__len__gte', 2), _connector='OR'), name='two_answers_verify'), models.CheckConstraint(condition=models.Q(('booking', None), ('request', None), _connector='OR'), name='a_call_answers_one_wish')],
            },
        ),
        migrations.CreateModel(
            name='SummaryLine',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('agreed', 'We agreed'), ('told_us', 'You told us'), ('we_told', 'We told you'), ('unsettled', 'Not settled')], max_length=10)),
                ('text', models.CharField(max_length=500)),
                ('owner', models.CharField(blank=True, choices=[('us', 'We do it'), ('member', 'The member does it')], max_length=6)),
                ('due_on', models.DateField(null=True)),
                ('kept_at', models.DateTimeField(null=True)),
                ('late_told_at', models.DateTimeField(null=True)),
                ('kept_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('summary', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='outreach.summary')),
            ],
            options={
                'indexes': [models.Index(models.F('due_on'), condition=models.Q(('kept_at', None), ('kind', 'agreed'), ('owner', 'us')), name='promises_due')],
                'constraints': [models.UniqueConstraint(models.F('summary'), models.F('number'), name='a_summary_counts_its_lines'), models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', False), ('kind', 'agreed'), ('owner__in', ['us', 'member'])), models.Q(models.Q(('kind', 'agreed'), _negated=True), ('due_on', None), ('kept_at', None), ('owner', '')), _connector='OR'), name='what_was_agreed_has_an_owner_and_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=500)),
                ('made_at', models.DateTimeField()),
                ('answer_by', models.DateField()),
                ('answer', models.CharField(blank=True, max_length=500)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('summary', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='outreach.summary')),
                ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='outreach.summaryline')),
            ],
            options={
                'indexes': [models.Index(models.F('answer_by'), condition=models.Q(('answered_at', None)), name='corrections_to_answer')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='an_answer_has_words_a_time_and_a_person'), models.UniqueConstraint(models.F('line'), condition=models.Q(('answered_at', None)), name='one_open_correction_of_a_line')],
            },
        ),
        migrations.CreateModel(
            name='Sweep',
            fields=[
                ('table', models.CharField(max_length=63, primary_key=True, serialize=False)),
                ('done', models.BigIntegerField()),
                ('notes', django.contrib.postgres.fields.ArrayField(base_field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=2), default=list, size=None)),
                ('looked_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('done__gte', 0)), name='a_sweep_goes_forward')],
            },
        ),
        migrations.CreateModel(
            name='TimeOff',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('kind', models.CharField(choices=[('off', 'Day off'), ('sick', 'Sick'), ('training', 'Training')], max_length=10)),
                ('noted_at', models.DateTimeField()),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('specialist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='time_off', to='outreach.specialist')),
            ],
            options={
                'verbose_name_plural': 'time off',
                'constraints': [models.CheckConstraint(condition=models.Q(('during__isempty', False)), name='time_off_takes_time'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(outreach.models.lane.Lane('specialist'), '&&'), ('during', '&&')], name='time_off_is_taken_once', violation_error_message='They are off at that time already.')],
            },
        ),
        migrations.CreateModel(
            name='WorkingHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('specialist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='outreach.specialist')),
            ],
            options={
                'verbose_name_plural': 'working hours',
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='hours_are_of_a_weekday'), models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes'))), name='hours_end_after_they_begin', violation_error_message='The end must be after the beginning.'), models.CheckConstraint(condition=models.Q(models.Q(('opens__lte', datetime.time(1, 0)), ('opens__gte', datetime.time(3, 0)), _connector='OR'), models.Q(('closes__lte', datetime.time(1, 0)), ('closes__gte', datetime.time(3, 0)), _connector='OR')), name='no_hours_change_while_clocks_do', violation_error_message='Choose no time between 1am and 3am.'), models.UniqueConstraint(models.F('specialist'), models.F('weekday'), models.F('opens'), name='hours_begin_once_at_a_time')],
            },
        ),
    ]
