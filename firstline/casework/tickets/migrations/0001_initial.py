import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        ('contacts', '0001_initial'),
        ('customers', '0001_initial'),
        ('service_levels', '0001_initial'),
        ('staff', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='CallBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='telephone')),
                ('because', models.CharField(blank=True, max_length=300, verbose_name='what about')),
                ('due_by', models.DateTimeField(verbose_name='due by')),
                ('state', models.CharField(choices=[('owed', 'owed'), ('kept', 'kept'), ('cancelled', 'no longer owed')], default='owed', max_length=10, verbose_name='state')),
                ('by_protocol', models.BooleanField(default=False)),
                ('misses', models.PositiveSmallIntegerField(default=0)),
                ('to_supervisor', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('contact', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='call_backs', to='contacts.contact')),
                ('customer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='call_backs', to='customers.customer')),
            ],
            options={
                'ordering': ['due_by', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('reached', 'reached'), ('no_answer', 'no answer'), ('message_left', 'message left'), ('wrong_number', 'wrong number')], max_length=12, verbose_name='outcome')),
                ('text', models.TextField(blank=True, verbose_name='what was said')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('call_back', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='tickets.callback')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField(unique=True)),
                ('opened_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('centre', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='staff.supportcentre')),
                ('priority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='service_levels.priority')),
                ('version', models.PositiveIntegerField(default=1)),
                ('priority_rank', models.PositiveSmallIntegerField()),
                ('priority_by_hand', models.BooleanField(default=False)),
                ('tier', models.PositiveSmallIntegerField(default=1)),
                ('returns', models.PositiveSmallIntegerField(default=0)),
                ('reopened', models.PositiveSmallIntegerField(default=0)),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('respond_by', models.DateTimeField(blank=True, null=True, verbose_name='respond by')),
                ('responded_at', models.DateTimeField(blank=True, null=True)),
                ('update_by', models.DateTimeField(blank=True, null=True, verbose_name='update the customer by')),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('resolve_by', models.DateTimeField(blank=True, null=True, verbose_name='resolve by')),
                ('step_at', models.DateTimeField(blank=True, null=True)),
                ('warned_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='customers.account')),
                ('agreement', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.agreement')),
                ('assignee', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to=settings.AUTH_USER_MODEL)),
                ('calendar', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='service_levels.calendar')),
                ('code', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='catalogue.problemcode')),
                ('contact', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='contacts.contact')),
                ('customer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='customers.customer')),
                ('department', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.department')),
                ('duplicate_of', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='tickets.ticket')),
                ('equipment', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='customers.equipment')),
                ('location', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='customers.location')),
                ('repeat_of', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeats', to='tickets.ticket')),
                ('impact', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'high'), (2, 'medium'), (3, 'low')], null=True, verbose_name='impact')),
                ('urgency', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'high'), (2, 'medium'), (3, 'low')], null=True, verbose_name='urgency')),
                ('people_affected', models.PositiveIntegerField(blank=True, null=True, verbose_name='people affected')),
                ('whole_site_down', models.BooleanField(blank=True, null=True, verbose_name='whole site down')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('channel', models.CharField(blank=True, max_length=16, verbose_name='channel')),
                ('state', models.CharField(choices=[('new', 'new'), ('in_progress', 'in progress'), ('waiting', 'waiting for the customer'), ('planned', 'work planned'), ('resolved', 'resolved'), ('closed', 'closed')], default='new', max_length=16)),
                ('changed_in', models.JSONField(blank=True, default=dict)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('words', models.TextField(blank=True, verbose_name="the customer's words")),
                ('wanted', models.TextField(blank=True, verbose_name='what the customer wants')),
                ('before', models.TextField(blank=True, verbose_name='what was done before it broke')),
                ('answers', models.JSONField(blank=True, default=list)),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='place')),
                ('priority_because', models.CharField(blank=True, max_length=300)),
                ('route_because', models.CharField(blank=True, max_length=300)),
                ('resolution', models.TextField(blank=True, verbose_name='resolution')),
                ('source', models.CharField(blank=True, max_length=120, null=True)),
                ('imported', models.JSONField(blank=True, default=dict)),
                ('flags', models.JSONField(blank=True, default=list)),
                ('related', models.ManyToManyField(blank=True, to='tickets.ticket')),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='StepDone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('done_at', models.DateTimeField()),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='service_levels.escalationstep')),
                ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps_done', to='tickets.ticket')),
            ],
        ),
        migrations.CreateModel(
            name='Stay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.PositiveSmallIntegerField()),
                ('left_at', models.DateTimeField()),
                ('centre', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.supportcentre')),
                ('owner', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='stays', to='tickets.ticket')),
            ],
        ),
        migrations.CreateModel(
            name='Reproduction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('environment', models.TextField(blank=True, verbose_name='environment')),
                ('steps', models.TextField(verbose_name='steps')),
                ('result', models.TextField(verbose_name='result')),
                ('reproduced', models.BooleanField(verbose_name='the fault was seen')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reproductions', to='tickets.ticket')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField(choices=[(1, 'very bad'), (2, 'bad'), (3, 'fair'), (4, 'good'), (5, 'very good')], verbose_name='rating')),
                ('words', models.TextField(blank=True, verbose_name="the customer's words")),
                ('at', models.DateTimeField(db_index=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rating', to='tickets.ticket')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('text', models.TextField(verbose_name='proposed solution')),
                ('outcome', models.CharField(choices=[('open', 'not tried yet'), ('worked', 'worked'), ('failed', 'did not work'), ('refused', 'refused by the customer')], default='open', max_length=8, verbose_name='outcome')),
                ('outcome_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='tickets.ticket')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='tickets.ticket')),
            ],
            options={
                'ordering': ['began_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField()),
                ('is_writing', models.BooleanField(default=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='tickets.ticket')),
            ],
        ),
        migrations.AddField(
            model_name='callback',
            name='tickets',
            field=models.ManyToManyField(blank=True, related_name='call_backs', to='tickets.ticket'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('state__in', ['new', 'in_progress', 'waiting', 'planned'])), fields=['priority_rank', 'number'], name='ticket_open'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('state__in', ['new', 'in_progress', 'waiting', 'planned'])), fields=['centre', 'priority_rank', 'number'], name='ticket_centre'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('state__in', ['new', 'in_progress', 'waiting', 'planned'])), fields=['centre', 'tier', 'priority_rank', 'number'], name='ticket_queue'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('state__in', ['new', 'in_progress', 'waiting', 'planned'])), fields=['tier', 'priority_rank', 'number'], name='ticket_tier'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('state__in', ['new', 'in_progress', 'waiting', 'planned'])), fields=['department', 'priority_rank', 'number'], name='ticket_department'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('state__in', ['new', 'in_progress', 'waiting', 'planned'])), fields=['code', 'priority_rank', 'number'], name='ticket_code_open'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('state__in', ['new', 'in_progress', 'waiting', 'planned']), ('assignee__isnull', False)), fields=['assignee', 'priority_rank', 'number'], name='ticket_assignee'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('state__in', ['new', 'in_progress', 'waiting', 'planned']), ('assignee__isnull', True)), fields=['priority_rank', 'number'], name='ticket_nobody'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(fields=['state', 'priority_rank', 'number'], name='ticket_state'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('equipment', None), _negated=True), fields=['equipment'], name='ticket_equipment'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('location', None), _negated=True), fields=['location'], name='ticket_location'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('duplicate_of', None), _negated=True), fields=['duplicate_of'], name='ticket_duplicate_of'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('repeat_of', None), _negated=True), fields=['repeat_of'], name='ticket_repeat_of'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('state__in', ['new', 'in_progress', 'waiting', 'planned']), models.Q(('step_at', None), _negated=True)), fields=['step_at'], name='ticket_step_at'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('state__in', ['new', 'in_progress', 'waiting', 'planned']), models.Q(('resolve_by', None), _negated=True)), fields=['resolve_by'], name='ticket_resolve_by'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(fields=['code', 'opened_at'], include=('resolved_at', 'closed_at', 'state'), name='ticket_code'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(fields=['opened_at'], name='ticket_opened'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(fields=['customer', 'opened_at'], name='ticket_customer'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(fields=['contact'], include=('resolved_at', 'reopened'), name='ticket_contact'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('duplicate_of', models.F('id')), _negated=True), name='not_a_duplicate_of_itself'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('repeat_of', models.F('id')), _negated=True), name='not_a_repeat_of_itself'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('tier__range', (1, 3))), name='ticket_tier'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.UniqueConstraint(condition=models.Q(('source', None), _negated=True), fields=('source',), name='ticket_source'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('impact', None), ('impact__in', [1, 2, 3]), _connector='OR'), models.Q(('urgency', None), ('urgency__in', [1, 2, 3]), _connector='OR')), name='ticket_severity'),
        ),
        migrations.AddConstraint(
            model_name='stepdone',
            constraint=models.UniqueConstraint(models.F('ticket'), models.F('step'), models.F('since'), name='step_is_done_once'),
        ),
        migrations.AddConstraint(
            model_name='stay',
            constraint=models.UniqueConstraint(models.F('ticket'), models.F('centre'), models.F('tier'), name='one_stay'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(('score__range', (1, 5))), name='rating_from_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.UniqueConstraint(models.F('ticket'), condition=models.Q(('ended_at', None)), name='one_pause_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('began_at')), _connector='OR'), name='pause_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='look',
            constraint=models.UniqueConstraint(models.F('ticket'), models.F('user'), name='one_look'),
        ),
        migrations.AddIndex(
            model_name='callback',
            index=models.Index(condition=models.Q(('state', 'owed')), fields=['due_by', 'id'], name='call_back_owed'),
        ),
        migrations.AddIndex(
            model_name='callback',
            index=models.Index(condition=models.Q(('customer', None), _negated=True), fields=['customer'], name='call_back_of_customer'),
        ),
        migrations.AddIndex(
            model_name='callback',
            index=models.Index(condition=models.Q(('contact', None), _negated=True), fields=['contact'], name='call_back_of_contact'),
        ),
        migrations.AddConstraint(
            model_name='callback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state', 'owed')), models.Q(models.Q(('state', 'owed'), _negated=True), models.Q(('settled_at', None), _negated=True)), _connector='OR'), name='settled_call_back_says_when'),
        ),
    ]
