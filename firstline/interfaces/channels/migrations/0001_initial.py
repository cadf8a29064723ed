import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0001_initial'),
        ('correspondence', '0001_initial'),
        ('customers', '0001_initial'),
        ('tickets', '0001_initial'),
        ('work_orders', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('telephone', 'telephone'), ('email', 'e-mail'), ('fax', 'fax'), ('portal', 'portal'), ('counter', 'counter'), ('letter', 'letter'), ('other', 'other system')], max_length=16)),
                ('source', models.CharField(max_length=80)),
                ('key', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('times', models.PositiveIntegerField(default=1)),
                ('received_at', models.DateTimeField()),
                ('end', models.CharField(blank=True, choices=[('contact', 'contact'), ('follow_up', 'follow-up'), ('machine', 'machine mail'), ('quarantined', 'quarantined')], max_length=12)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('because', models.CharField(blank=True, max_length=300)),
                ('sender_name', models.CharField(blank=True, max_length=200)),
                ('sender', models.CharField(blank=True, max_length=254)),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('message_id', models.CharField(blank=True, max_length=500)),
                ('answers_id', models.BigIntegerField(blank=True, null=True)),
                ('said', models.CharField(blank=True, max_length=64)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('let_through', models.BooleanField(default=False)),
                ('contact', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='contacts.contact')),
                ('ticket', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='tickets.ticket')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Fax',
            fields=[
                ('enclosure', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='fax', serialize=False, to='contacts.enclosure')),
                ('number', models.CharField(blank=True, max_length=60)),
                ('pages_told', models.PositiveIntegerField(blank=True, null=True)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('state', models.CharField(choices=[('waiting', 'the pages are being drawn'), ('drawn', 'the pages are drawn'), ('broken', 'cannot be drawn')], default='waiting', max_length=10)),
                ('problem', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Hearing',
            fields=[
                ('line', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='hearing', serialize=False, to='correspondence.telephoneline')),
                ('heard_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('since', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='MailboxState',
            fields=[
                ('mailbox', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='state', serialize=False, to='correspondence.mailbox')),
                ('validity', models.BigIntegerField(default=0)),
                ('last_uid', models.BigIntegerField(default=0)),
                ('troubles', models.JSONField(default=dict)),
                ('fetched_at', models.DateTimeField(blank=True, null=True)),
                ('fault', models.CharField(blank=True, max_length=300)),
                ('fault_since', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='WithdrawnLink',
            fields=[
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='withdrawn_link', serialize=False, to='tickets.ticket')),
                ('times', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='RawMessage',
            fields=[
                ('arrival', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='raw', serialize=False, to='channels.arrival')),
                ('content', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('outbound', models.BooleanField(default=False)),
                ('number', models.CharField(blank=True, max_length=60)),
                ('normal', models.CharField(blank=True, max_length=60)),
                ('own_number', models.CharField(blank=True, max_length=60)),
                ('rang_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ending', models.CharField(blank=True, max_length=12)),
                ('cause', models.CharField(blank=True, max_length=60)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('call_back', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='missed', to='tickets.callback')),
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='call', to='contacts.contact')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='correspondence.telephoneline')),
                ('rings_for', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('changed_in', models.JSONField(blank=True, default=dict)),
                ('text', models.TextField(blank=True, verbose_name='message')),
                ('changed_at', models.DateTimeField()),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='tickets.ticket')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='FaxPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('picture', models.BinaryField()),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('words', models.TextField(blank=True)),
                ('fax', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='channels.fax')),
            ],
            options={
                'ordering': ['fax', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Fetched',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('telephone', 'telephone'), ('email', 'e-mail'), ('fax', 'fax'), ('portal', 'portal'), ('counter', 'counter'), ('letter', 'letter'), ('other', 'other system')], max_length=16)),
                ('source', models.CharField(max_length=80)),
                ('day', models.DateField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('again', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['-day', 'source'],
                'constraints': [models.UniqueConstraint(models.F('source'), models.F('day'), name='fetched_of_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Outgoing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(default='email', max_length=16)),
                ('occasion', models.CharField(choices=[('received', 'received, with its number'), ('message', 'message to the customer'), ('question', 'question to the customer'), ('planned', 'work planned'), ('done', 'done'), ('call_back', 'call-back promised'), ('still_working', 'still working on it'), ('link', 'link asked for'), ('digest', 'several messages in one'), ('assigned', 'ticket assigned to you'), ('mentioned', 'you were mentioned'), ('late', 'about to be late'), ('escalated', 'ticket escalated'), ('answered', 'the customer answered'), ('staff_digest', 'several notices in one')], max_length=20, verbose_name='occasion')),
                ('language', models.CharField(max_length=8, verbose_name='language')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='recipient')),
                ('to', models.CharField(max_length=254, verbose_name='address')),
                ('subject', models.CharField(max_length=300, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('cause', models.BigIntegerField(blank=True, null=True)),
                ('gathers', models.BooleanField(default=False)),
                ('gist', models.TextField(blank=True)),
                ('message_id', models.CharField(max_length=200, unique=True)),
                ('tag', models.CharField(max_length=32, unique=True)),
                ('answers', models.CharField(blank=True, max_length=500)),
                ('state', models.CharField(choices=[('queued', 'queued'), ('sending', 'being sent'), ('sent', 'sent'), ('bounced', 'bounced'), ('failed', 'failed'), ('held', 'not sent'), ('gathered', 'sent with others')], default='queued', max_length=10, verbose_name='state')),
                ('because', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('is_unsure', models.BooleanField(default=False)),
                ('queued_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('data_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('seen_to_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outgoing', to='contacts.contact')),
                ('customer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('gathered_in', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gathered', to='channels.outgoing')),
                ('order', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outgoing', to='work_orders.workorder')),
                ('ticket', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outgoing', to='tickets.ticket')),
                ('user', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddIndex(
            model_name='arrival',
            index=models.Index(condition=models.Q(('end', '')), fields=['id'], name='arrival_waiting'),
        ),
        migrations.AddIndex(
            model_name='arrival',
            index=models.Index(condition=models.Q(('end', 'quarantined')), fields=['-id'], name='arrival_quarantined'),
        ),
        migrations.AddIndex(
            model_name='arrival',
            index=models.Index(fields=['received_at', 'channel', 'end'], name='arrival_day'),
        ),
        migrations.AddIndex(
            model_name='arrival',
            index=models.Index(condition=models.Q(('message_id', ''), _negated=True), fields=['message_id'], name='arrival_message'),
        ),
        migrations.AddIndex(
            model_name='arrival',
            index=models.Index(condition=models.Q(('contact', None), _negated=True), fields=['contact'], name='arrival_contact'),
        ),
        migrations.AddIndex(
            model_name='arrival',
            index=models.Index(condition=models.Q(('ticket', None), _negated=True), fields=['ticket'], name='arrival_ticket'),
        ),
        migrations.AddConstraint(
            model_name='arrival',
            constraint=models.UniqueConstraint(models.F('source'), models.F('key'), name='one_arrival'),
        ),
        migrations.AddConstraint(
            model_name='arrival',
            constraint=models.UniqueConstraint(models.F('source'), models.F('digest'), name='one_arrival_of_bytes'),
        ),
        migrations.AddConstraint(
            model_name='arrival',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end', ''), ('ended_at', None)), models.Q(models.Q(('end', ''), _negated=True), models.Q(('ended_at', None), _negated=True)), _connector='OR'), name='ended_arrival_says_when'),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['rang_at'], name='call_going_on'),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(fields=['line', 'normal', '-rang_at'], name='call_of_number'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.UniqueConstraint(models.F('line'), models.F('key'), name='one_call'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(models.F('user'), models.F('ticket'), name='one_draft'),
        ),
        migrations.AddConstraint(
            model_name='faxpage',
            constraint=models.UniqueConstraint(models.F('fax'), models.F('position'), name='one_page'),
        ),
        migrations.AddIndex(
            model_name='outgoing',
            index=models.Index(condition=models.Q(('state__in', ('queued', 'sending'))), fields=['due_at', 'id'], name='outgoing_due'),
        ),
        migrations.AddIndex(
            model_name='outgoing',
            index=models.Index(fields=['state', '-id'], name='outgoing_state'),
        ),
        migrations.AddIndex(
            model_name='outgoing',
            index=models.Index(fields=['to', 'queued_at'], name='outgoing_to'),
        ),
        migrations.AddIndex(
            model_name='outgoing',
            index=models.Index(condition=models.Q(('ticket', None), _negated=True), fields=['ticket', '-id'], name='outgoing_ticket'),
        ),
        migrations.AddIndex(
            model_name='outgoing',
            index=models.Index(condition=models.Q(('contact', None), _negated=True), fields=['contact', '-id'], name='outgoing_contact'),
        ),
        migrations.AddIndex(
            model_name='outgoing',
            index=models.Index(condition=models.Q(('gathered_in', None), _negated=True), fields=['gathered_in'], name='outgoing_gathered'),
        ),
        migrations.AddConstraint(
            model_name='outgoing',
            constraint=models.UniqueConstraint(models.F('cause'), models.F('occasion'), models.F('to'), models.F('ticket'), condition=models.Q(('cause', None), _negated=True), name='one_message_per_event', nulls_distinct=False),
        ),
    ]
