"""Every table as it was after 22 changes; what only SQL can say comes after it."""

import datetime
import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import accounts.clock
import accounts.models.key
import accounts.models.member
import accounts.models.sweep
import accounts.models.use


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_member'), ('accounts', '0003_theme_joining_and_access'), ('accounts', '0005_access_to_holds'), ('accounts', '0007_persona'), ('accounts', '0008_consent'), ('accounts', '0010_data_requests'), ('accounts', '0012_anomalies_and_counts'), ('accounts', '0015_seal'), ('accounts', '0018_looks_at_disputes'), ('accounts', '0019_looks_at_orders'), ('accounts', '0020_late_date_list'), ('accounts', '0021_looks_at_documents'), ('accounts', '0022_access_to_appeals')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsentEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField(db_default=0, editable=False)),
                ('receipt', models.UUIDField()),
                ('key', models.CharField(max_length=100)),
                ('purpose', models.CharField(max_length=40)),
                ('category', models.CharField(max_length=40)),
                ('decision', models.CharField(choices=[('grant', 'Grant'), ('withdraw', 'Withdraw'), ('pause', 'Pause'), ('resume', 'Resume'), ('expire', 'Expire')], max_length=10)),
                ('effective_at', models.DateTimeField()),
                ('valid_until', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(null=True)),
                ('wording', models.BinaryField(max_length=32, null=True)),
                ('language', models.CharField(max_length=5)),
                ('screen', models.CharField(max_length=100)),
                ('who', models.CharField(choices=[('member', 'Member'), ('trusted', 'Trusted'), ('guardian', 'Guardian'), ('officer', 'Officer'), ('signal', 'Signal'), ('paper', 'Paper'), ('portal', 'Portal')], max_length=10)),
                ('through', models.CharField(max_length=30)),
                ('by', models.UUIDField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('xact', models.BigIntegerField(db_default=0, editable=False)),
                ('nonce', models.BinaryField(db_default=b'', max_length=16)),
                ('previous', models.BinaryField(db_default=b'', max_length=32)),
                ('hash', models.BinaryField(db_default=b'', max_length=32)),
            ],
            options={
                'indexes': [models.Index(models.F('xact'), models.F('id'), name='consent_events_to_seal')],
                'constraints': [models.CheckConstraint(condition=models.Q(('decision__in', ['grant', 'withdraw', 'pause', 'resume', 'expire'])), name='consent_decision_is_known'), models.CheckConstraint(condition=models.Q(('who__in', ['member', 'trusted', 'guardian', 'officer', 'signal', 'paper', 'portal'])), name='consent_who_is_known'), models.CheckConstraint(condition=models.Q(('through__regex', '^[a-z][a-z0-9_]*$')), name='consent_through_is_a_word'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'grant'), _negated=True), ('wording__isnull', False), _connector='OR'), name='a_grant_names_what_was_shown')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(blank=True, max_length=40, verbose_name='member number')),
                ('preferred_name', models.CharField(blank=True, max_length=100, verbose_name='what we call you')),
                ('legal_name', models.CharField(blank=True, max_length=200, verbose_name='legal name')),
                ('pronunciation', models.CharField(blank=True, max_length=100, verbose_name='how to say it')),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Español')], default='en', max_length=5, verbose_name='language')),
                ('time_zone', models.CharField(default='America/New_York', max_length=50, validators=[accounts.models.member.known_time_zone], verbose_name='time zone')),
                ('born_on', models.DateField(blank=True, null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('theme', models.CharField(choices=[('system', 'Same as my device'), ('light', 'Light'), ('dark', 'Dark')], default='system', max_length=6, verbose_name='colors')),
                ('keeps_activity', models.BooleanField(db_default=False, default=False, editable=False)),
                ('subject', models.UUIDField(db_default=accounts.models.key.RandomUuid(), editable=False, unique=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('number'), condition=models.Q(('number', ''), _negated=True), name='one_member_per_number')],
            },
        ),
        migrations.CreateModel(
            name='SealTile',
            fields=[
                ('pk', models.CompositePrimaryKey('level', 'index', blank=True, editable=False, primary_key=True, serialize=False)),
                ('level', models.PositiveSmallIntegerField()),
                ('index', models.PositiveBigIntegerField()),
                ('hashes', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, verbose_name='email address')),
                ('role', models.CharField(choices=[('member', 'Member'), ('specialist', 'Specialist'), ('supervisor', 'Supervisor'), ('privacy_officer', 'Privacy officer'), ('operator', 'Operator')], default='member', max_length=16)),
                ('is_staff', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=accounts.clock.now, editable=False)),
                ('demo_story', models.CharField(blank=True, editable=False, max_length=300)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique_ignoring_case'), models.CheckConstraint(condition=models.Q(('role__in', ['member', 'specialist', 'supervisor', 'privacy_officer', 'operator'])), name='user_role_is_known')],
            },
        ),
        migrations.CreateModel(
            name='ConsentCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('purpose', models.CharField(max_length=40)),
                ('category', models.CharField(blank=True, max_length=40)),
                ('on', models.PositiveIntegerField()),
                ('members', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('purpose'), models.F('category'), models.F('day'), name='consent_is_counted_once_a_day'), models.CheckConstraint(condition=models.Q(('on__lte', models.F('members'))), name='no_more_on_than_members')],
            },
        ),
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('access', 'A copy of everything'), ('correction', 'A correction'), ('deletion', 'A deletion'), ('portability', 'A copy of what you gave us')], max_length=12)),
                ('home', models.CharField(blank=True, choices=[('', 'I would rather not say'), ('california', 'California'), ('washington', 'Washington State'), ('other_state', 'Another state'), ('europe', 'Europe or the United Kingdom'), ('elsewhere', 'Somewhere else')], default='', max_length=12, verbose_name='Where do you live?')),
                ('regimes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), size=None)),
                ('through', models.CharField(choices=[('portal', 'here'), ('phone', 'by phone'), ('letter', 'by letter')], default='portal', max_length=8)),
                ('asked_at', models.DateTimeField(default=accounts.clock.now)),
                ('came_on', models.DateField()),
                ('due_on', models.DateField()),
                ('extended_at', models.DateTimeField(blank=True, null=True)),
                ('extended_why', models.TextField(blank=True, max_length=1000)),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='What is wrong?')),
                ('right', models.TextField(blank=True, max_length=2000, verbose_name='What is right?')),
                ('closes_sign_in', models.BooleanField(default=False)),
                ('outcome', models.CharField(blank=True, choices=[('', 'Open'), ('done', 'Done'), ('refused', 'Not agreed to')], default='', max_length=8)),
                ('answer', models.TextField(blank=True, max_length=2000)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('extended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('due_on'), models.F('id'), condition=models.Q(('finished_at', None)), name='open_data_requests'), models.Index(models.OrderBy(models.F('asked_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='data_requests_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['access', 'correction', 'deletion', 'portability'])), name='data_request_kinds_are_known'), models.CheckConstraint(condition=models.Q(('regimes__len__gte', 1)), name='a_data_request_has_a_regime'), models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('came_on'))), name='a_data_request_is_due_later'), models.CheckConstraint(condition=models.Q(models.Q(('extended_at', None), ('extended_by', None), ('extended_why', '')), models.Q(('extended_at__isnull', False), ('extended_by__isnull', False), models.Q(('extended_why', ''), _negated=True)), _connector='OR'), name='an_extension_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('outcome', '')), models.Q(('finished_at__isnull', False), ('outcome', 'done')), models.Q(('answered_by__isnull', False), ('finished_at__isnull', False), ('outcome', 'refused'), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='a_data_request_is_open_or_answered'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'correction'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='a_correction_says_what_is_wrong')],
            },
        ),
        migrations.CreateModel(
            name='DataCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('packed', models.BinaryField()),
                ('rows', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField(default=accounts.clock.now)),
                ('gone_at', models.DateTimeField()),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='copy', to='accounts.datarequest')),
            ],
            options={
                'verbose_name_plural': 'data copies',
            },
        ),
        migrations.CreateModel(
            name='GuardWatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('differences', models.JSONField(default=list)),
                ('first_seen_at', models.DateTimeField()),
                ('last_seen_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(models.OrderBy(models.F('last_seen_at'), descending=True), name='latest_look_at_guards')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_seen_at__gte', models.F('first_seen_at'))), name='guards_seen_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=40)),
                ('category', models.CharField(max_length=40)),
                ('doing', models.CharField(max_length=60)),
                ('allowed', models.BooleanField()),
                ('reason', models.CharField(max_length=20)),
                ('version', models.PositiveIntegerField(null=True)),
                ('used_at', models.DateTimeField(db_default=accounts.models.use.ClockTimestamp(), editable=False)),
                ('actor', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='accounts.consentevent')),
                ('subject', models.ForeignKey(db_column='subject', db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.member', to_field='subject')),
            ],
            options={
                'indexes': [models.Index(models.F('subject'), models.OrderBy(models.F('used_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='uses_of_a_member'), models.Index(models.OrderBy(models.F('used_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='uses_by_time')],
            },
        ),
        migrations.AddField(
            model_name='member',
            name='user',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='member', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('why', models.TextField(max_length=1000)),
                ('placed_at', models.DateTimeField(default=accounts.clock.now)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_holds', to='accounts.member')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='a_legal_hold_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='who_lifts_a_legal_hold_is_named'), models.UniqueConstraint(models.F('member'), condition=models.Q(('lifted_at', None)), name='one_legal_hold_of_a_member')],
            },
        ),
        migrations.CreateModel(
            name='Inference',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('about', models.CharField(choices=[('call_time', 'When you want calls')], max_length=20)),
                ('category', models.CharField(max_length=20)),
                ('value', models.CharField(max_length=20)),
                ('times', models.PositiveSmallIntegerField()),
                ('worked_out_at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inferences', to='accounts.member')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('category__in', ('calls', 'choices'))), name='nothing_is_inferred_of_what_is_guarded'), models.CheckConstraint(condition=models.Q(('about__in', ['call_time'])), name='inferences_are_about_something_known'), models.UniqueConstraint(models.F('member'), models.F('about'), name='one_inference_about_a_thing')],
            },
        ),
        migrations.CreateModel(
            name='HiddenThing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=10)),
                ('subject_id', models.UUIDField()),
                ('hidden_at', models.DateTimeField(default=accounts.clock.now)),
                ('member', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='hidden_things', to='accounts.member')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('subject'), models.F('subject_id'), name='a_thing_is_hidden_once')],
            },
        ),
        migrations.CreateModel(
            name='EmergencyAccess',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=500)),
                ('began_at', models.DateTimeField(default=accounts.clock.now, editable=False)),
                ('ends_at', models.DateTimeField(editable=False)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('told_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('escalated_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('finding', models.CharField(blank=True, choices=[('right', 'It was needed'), ('wrong', 'It was not needed')], max_length=5)),
                ('review', models.CharField(blank=True, max_length=1000)),
                ('reviewed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emergencies', to='accounts.member')),
            ],
            options={
                'indexes': [models.Index(models.OrderBy(models.F('began_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='emergencies_by_time'), models.Index(models.F('began_at'), condition=models.Q(('reviewed_at', None)), name='emergencies_to_review')],
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('reason'), 20), name='an_emergency_has_a_reason'), models.CheckConstraint(condition=models.Q(('ends_at__lte', django.db.models.expressions.CombinedExpression(models.F('began_at'), '+', models.Value(datetime.timedelta(seconds=1800))))), name='an_emergency_is_short'), models.CheckConstraint(condition=models.Q(models.Q(('finding', ''), ('review', ''), ('reviewed_at', None), ('reviewed_by', None)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False), models.Q(('finding', ''), _negated=True)), _connector='OR'), name='a_review_has_a_time_a_person_and_a_finding'), models.CheckConstraint(condition=models.Q(('reviewed_by', None), models.Q(('reviewed_by', models.F('user')), _negated=True), _connector='OR'), name='nobody_reviews_their_own_emergency', violation_error_message='Another person has to review this.')],
            },
        ),
        migrations.AddField(
            model_name='datarequest',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_requests', to='accounts.member'),
        ),
        migrations.CreateModel(
            name='ConsentNow',
            fields=[
                ('pk', models.CompositePrimaryKey('subject', 'purpose', 'category', blank=True, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=40)),
                ('category', models.CharField(max_length=40)),
                ('decision', models.CharField(choices=[('grant', 'Grant'), ('withdraw', 'Withdraw'), ('pause', 'Pause'), ('resume', 'Resume'), ('expire', 'Expire')], max_length=10)),
                ('recorded_at', models.DateTimeField()),
                ('effective_at', models.DateTimeField()),
                ('valid_until', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(null=True)),
                ('who', models.CharField(choices=[('member', 'Member'), ('trusted', 'Trusted'), ('guardian', 'Guardian'), ('officer', 'Officer'), ('signal', 'Signal'), ('paper', 'Paper'), ('portal', 'Portal')], max_length=10)),
                ('through', models.CharField(max_length=30)),
                ('event', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.consentevent')),
                ('subject', models.ForeignKey(db_column='subject', db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.member', to_field='subject')),
            ],
        ),
        migrations.AddField(
            model_name='consentevent',
            name='subject',
            field=models.ForeignKey(db_column='subject', db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.member', to_field='subject'),
        ),
        migrations.CreateModel(
            name='AuditExport',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(choices=[('ledger', 'All decisions'), ('looks', 'Who looked'), ('decisions', "A member's decisions"), ('uses', 'What was done with what a member allowed'), ('record', "A member's consent record, signed")], max_length=10)),
                ('asked', models.JSONField(default=dict)),
                ('began_at', models.DateTimeField(default=accounts.clock.now)),
                ('finished_at', models.DateTimeField(null=True)),
                ('rows', models.PositiveBigIntegerField(null=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
            ],
            options={
                'indexes': [models.Index(models.OrderBy(models.F('began_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='exports_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('what__in', ['ledger', 'looks', 'decisions', 'uses', 'record'])), name='an_export_is_of_something_known'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('rows', None), ('sha256', '')), models.Q(('finished_at__isnull', False), ('rows__isnull', False), ('sha256__regex', '^[0-9a-f]{64}$')), _connector='OR'), name='a_finished_export_has_its_digest')],
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('email', 'e-mail'), ('post', 'post')], max_length=5)),
                ('value', models.TextField()),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='accounts.member')),
            ],
            options={
                'verbose_name_plural': 'addresses',
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('kind'), models.F('value'), name='a_member_has_an_address_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['email', 'post'])), name='address_kinds'), models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='an_address_has_a_value')],
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('claim', 'Claim'), ('approval', 'Approval'), ('order', 'Order'), ('balance', 'Balance')], max_length=8)),
                ('thing', models.UUIDField()),
                ('day', models.DateField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.member')),
            ],
            options={
                'verbose_name_plural': 'activity',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('claim', 'approval', 'order', 'balance'))), name='activity_is_about_something_known'), models.UniqueConstraint(models.F('member'), models.F('day'), models.F('thing'), name='a_thing_is_checked_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='AccessRecord',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(choices=[('call_request', 'A call request'), ('call_list', 'The list of calls to make'), ('check_list', 'The list of things to check'), ('hold_list', 'The list of what is held back'), ('late_date_list', 'The list of dates that we did not keep'), ('hold', 'Something held back about a claim'), ('appeal_list', 'The list of appeals'), ('appeal', 'An appeal'), ('dispute_list', 'The list of what members say is wrong on a bill'), ('dispute', 'What they said is wrong on a bill'), ('audit', 'What was allowed, for an audit'), ('emergency', 'Claims, orders and balances, in an emergency'), ('data_request', 'What they asked us to do with their data'), ('order', 'An order they wanted help with'), ('document', 'A document that they sent'), ('legal_hold', 'A legal rule that keeps their data')], max_length=20)),
                ('subject_id', models.UUIDField(blank=True, null=True)),
                ('looked_at', models.DateTimeField(default=accounts.clock.now)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='access_records', to='accounts.member')),
            ],
            options={
                'indexes': [models.Index(models.F('member'), models.OrderBy(models.F('looked_at'), descending=True), name='access_to_a_member'), models.Index(models.OrderBy(models.F('looked_at'), descending=True), name='access_by_time'), models.Index(models.F('user'), models.OrderBy(models.F('looked_at'), descending=True), name='access_by_someone')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('what__in', ['audit', 'emergency']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='access_without_a_case_has_a_reason'), models.CheckConstraint(condition=models.Q(('what__in', ['call_request', 'call_list', 'check_list', 'hold_list', 'late_date_list', 'hold', 'appeal_list', 'appeal', 'dispute_list', 'dispute', 'audit', 'emergency', 'data_request', 'legal_hold', 'order', 'document'])), name='access_is_to_something_known')],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='joins',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.member'),
        ),
        migrations.CreateModel(
            name='MemberIdentifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('system', models.CharField(max_length=200)),
                ('value', models.CharField(max_length=200)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='accounts.member')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('system'), models.F('value'), name='an_identifier_names_one_member'), models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='an_identifier_has_a_value')],
            },
        ),
        migrations.CreateModel(
            name='Phone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=16, verbose_name='phone number')),
                ('label', models.CharField(blank=True, max_length=30)),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('preferred', models.BooleanField(default=False)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phones', to='accounts.member')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('number__regex', '^\\+[1-9][0-9]{6,14}$')), name='phones_are_e164', violation_error_message='Enter the number with its country code.'), models.UniqueConstraint(models.F('member'), models.F('number'), name='a_member_has_a_number_once'), models.UniqueConstraint(models.F('member'), condition=models.Q(('preferred', True)), name='one_preferred_phone')],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('about', models.CharField(choices=[('best_time', 'When to call you'), ('reach', 'How to reach you'), ('interpreter', 'Interpreter, or another way to talk'), ('careful', 'What we must be careful about'), ('matters', 'What matters to you')], max_length=12)),
                ('words', models.CharField(max_length=300)),
                ('told_at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preferences', to='accounts.member')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('about__in', ['best_time', 'reach', 'interpreter', 'careful', 'matters'])), name='preferences_are_about_something_known'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_preference_has_words'), models.UniqueConstraint(models.F('member'), models.F('about'), name='one_preference_about_a_thing')],
            },
        ),
        migrations.CreateModel(
            name='RecordAlarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('broken', 'Broken'), ('guards', 'Guards'), ('sealer', 'Sealer'), ('copies', 'Copies')], max_length=10)),
                ('detail', models.TextField(blank=True)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('kind'), condition=models.Q(('closed_at', None)), name='one_open_record_alarm_of_a_kind'), models.CheckConstraint(condition=models.Q(('kind__in', ['broken', 'guards', 'sealer', 'copies'])), name='a_record_alarm_is_of_a_known_kind')],
            },
        ),
        migrations.CreateModel(
            name='RecordCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('rows', models.PositiveBigIntegerField(default=0)),
                ('sealed', models.PositiveBigIntegerField(default=0)),
                ('wrong', models.PositiveBigIntegerField(default=0)),
                ('found', models.JSONField(default=list)),
                ('problem', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(models.OrderBy(models.F('finished_at'), descending=True), name='latest_check_of_the_record')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('started_at', None)), fields=('started_at',), name='one_check_of_the_record_waits', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('size', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('root', models.BinaryField(max_length=32)),
                ('note', models.TextField()),
                ('xact', models.BigIntegerField()),
                ('event', models.BigIntegerField()),
                ('sealed_at', models.DateTimeField()),
                ('copied_at', models.DateTimeField(null=True)),
                ('mailed_on', models.DateField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('size'), condition=models.Q(('copied_at', None)), name='seals_to_copy')],
            },
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('about', models.CharField(max_length=20)),
                ('since', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suppressions', to='accounts.member')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('about'), name='a_guess_is_suppressed_once')],
            },
        ),
        migrations.CreateModel(
            name='Sweep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=63)),
                ('model', models.CharField(max_length=60)),
                ('before', models.DateTimeField(blank=True, null=True)),
                ('rows', models.PositiveBigIntegerField(default=0)),
                ('trouble', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(default=accounts.clock.now)),
                ('transaction', models.BigIntegerField(db_default=accounts.models.sweep.Transaction(), editable=False)),
                ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.datarequest')),
            ],
            options={
                'indexes': [models.Index(models.F('transaction'), models.F('table'), name='sweeps_of_a_transaction'), models.Index(models.F('model'), models.OrderBy(models.F('at'), descending=True), name='sweeps_of_a_model')],
                'constraints': [models.CheckConstraint(condition=models.Q(('request', None), ('before', None), _connector='XOR'), name='a_sweep_has_one_cause')],
            },
        ),
        migrations.CreateModel(
            name='TrustedPerson',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100, verbose_name='What you call them')),
                ('email', models.EmailField(max_length=254, verbose_name='Their email address')),
                ('levels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('see_claims', 'See claims and approvals'), ('see_orders', 'See orders'), ('see_balance', 'See the balance'), ('ask_calls', 'Ask for calls'), ('send_documents', 'Send documents')], max_length=20), size=None, verbose_name='levels')),
                ('is_parent', models.BooleanField(default=False)),
                ('until', models.DateField(blank=True, null=True, verbose_name='Last day')),
                ('zone', models.CharField(max_length=50, validators=[accounts.models.member.known_time_zone])),
                ('invited_at', models.DateTimeField(default=accounts.clock.now, editable=False)),
                ('accepted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trusted_people', to='accounts.member')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'trusted people',
                'indexes': [models.Index(django.db.models.functions.text.Lower('email'), name='trusted_people_by_email')],
                'constraints': [models.UniqueConstraint(models.F('member'), django.db.models.functions.text.Lower('email'), condition=models.Q(('ended_at', None)), name='one_open_invitation_per_person', violation_error_message='You asked this person already.'), models.CheckConstraint(condition=models.Q(('levels__contained_by', ['see_claims', 'see_orders', 'see_balance', 'ask_calls', 'send_documents']), ('levels__len__gt', 0)), name='levels_of_help_are_known'), models.CheckConstraint(condition=models.Q(('is_parent', True), ('until__isnull', False), _connector='OR'), name='help_has_a_last_day'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('user', None)), models.Q(('accepted_at__isnull', False), ('user__isnull', False)), _connector='OR'), name='help_is_accepted_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='help_is_ended_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='TrustedAct',
            fields=[
                ('id', models.UUIDField(db_default=accounts.models.key.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(choices=[('home', 'looked at the first page'), ('search', 'searched'), ('claims', 'looked at the list of claims'), ('claim', 'looked at a claim'), ('approvals', 'looked at the list of approvals'), ('approval', 'looked at an approval'), ('orders', 'looked at the list of orders'), ('order', 'looked at an order'), ('balances', 'looked at the balance'), ('balance', 'looked at an account'), ('call', 'looked at a call'), ('call_asked', 'asked for a call'), ('call_cancelled', 'cancelled a call'), ('document', 'looked at a document'), ('document_sent', 'sent a document')], max_length=20)),
                ('subject_id', models.UUIDField(blank=True, null=True)),
                ('at', models.DateTimeField(default=accounts.clock.now)),
                ('member', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('trusted_person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='accounts.trustedperson')),
            ],
            options={
                'indexes': [models.Index(models.F('member'), models.OrderBy(models.F('at'), descending=True), name='acts_of_trusted_people')],
            },
        ),
        migrations.CreateModel(
            name='SharedThing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=10)),
                ('subject_id', models.UUIDField()),
                ('shared_at', models.DateTimeField(default=accounts.clock.now)),
                ('trusted_person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shared_things', to='accounts.trustedperson')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('trusted_person'), models.F('subject'), models.F('subject_id'), name='a_thing_is_shared_once')],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('language', models.CharField(max_length=5)),
                ('text', models.TextField()),
                ('sha256', models.BinaryField(max_length=32)),
                ('material', models.BooleanField()),
                ('note', models.TextField()),
                ('author', models.CharField(max_length=100)),
                ('approver', models.CharField(max_length=100)),
                ('published_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('purpose'), models.F('version'), models.F('language'), name='one_wording_per_version_and_language'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_wording_says_something'), models.CheckConstraint(condition=models.Q(('author', models.F('approver')), _negated=True), name='wordings_take_two')],
            },
        ),
        migrations.CreateModel(
            name='Anomaly',
            fields=[
                ('use', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='anomaly', serialize=False, to='accounts.use')),
                ('kind', models.CharField(choices=[('never', 'Nobody can allow this.'), ('no_row', 'It names no decision, and this is off unless it is turned on.'), ('other_row', 'The decision it names is about something else.'), ('not_on', 'The decision it names turned this off.'), ('ended', 'The time it was turned on for was over.'), ('turned_off', 'It was turned off between that decision and this use.'), ('paused', 'Everything optional was paused.'), ('outdated', 'What this means had changed since it was turned on.')], max_length=10)),
                ('found_at', models.DateTimeField(default=accounts.clock.now)),
                ('told_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.OrderBy(models.F('found_at'), descending=True), models.OrderBy(models.F('use'), descending=True), name='anomalies_by_time'), models.Index(models.F('use'), condition=models.Q(('told_at', None)), name='anomalies_to_tell')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['never', 'no_row', 'other_row', 'not_on', 'ended', 'turned_off', 'paused', 'outdated'])), name='an_anomaly_is_of_a_known_kind')],
            },
        ),
        migrations.CreateModel(
            name='DataRequestStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('store', models.CharField(max_length=60)),
                ('doing', models.CharField(max_length=12)),
                ('rows', models.PositiveIntegerField(blank=True, null=True)),
                ('note', models.TextField(blank=True, max_length=1000)),
                ('trouble', models.CharField(blank=True, max_length=200)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='accounts.datarequest')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(models.F('request'), models.F('number'), name='steps_are_numbered'), models.CheckConstraint(condition=models.Q(('done_at', None), ('trouble', ''), _connector='OR'), name='a_step_is_done_or_in_trouble')],
            },
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('user', None), models.Q(('number', ''), _negated=True), _connector='OR'), name='only_enrolled_members_sign_in', violation_error_message='Only people on the plan can sign in.'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.UniqueConstraint(models.F('member'), models.F('kind'), condition=models.Q(('finished_at', None), models.Q(('kind', 'correction'), _negated=True)), name='one_open_request_of_a_kind'),
        ),
        migrations.AddIndex(
            model_name='consentevent',
            index=models.Index(models.F('purpose'), models.F('category'), models.F('subject'), models.OrderBy(models.F('recorded_at'), descending=True), models.OrderBy(models.F('seq'), descending=True), include=('decision', 'valid_until', 'version'), name='consent_as_of'),
        ),
        migrations.AddConstraint(
            model_name='consentevent',
            constraint=models.UniqueConstraint(models.F('subject'), models.F('seq'), name='consent_events_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='consentevent',
            constraint=models.UniqueConstraint(models.F('subject'), models.F('key'), models.F('purpose'), models.F('category'), name='a_decision_is_taken_once'),
        ),
    ]
