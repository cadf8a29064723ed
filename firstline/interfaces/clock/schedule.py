"""Everything that happens by itself, on one page.

Each line says when, in the five fields of cron (UTC), what (a function that takes the moment it was due), and what that
is for. One that is still running or waiting is not started a second time.
"""

from django.utils.translation import gettext_lazy as _

from firstline.casework.tickets.code_words import learn_code_words
from firstline.casework.tickets.presence import forget as forget_looks
from firstline.casework.tickets.resolution import close_unconfirmed
from firstline.casework.tickets.sweeping import sweep
from firstline.casework.work_orders.regular import raise_due
from firstline.interfaces.clock.sessions import forget_old_sessions
from firstline.jobs.lines import Line, keep
from firstline.jobs.upkeep import forget_finished_jobs, rescue_stalled_jobs
from firstline.search.terms import count_words

SCHEDULE = keep(
    (
        Line("* * * * *", rescue_stalled_jobs, _("Jobs of a worker that died are run again")),
        Line("* * * * *", sweep, _("Promises: warnings, escalation, call-backs")),
        Line("7 2 * * *", count_words, _("The search learns new words")),
        Line("37 2 * * *", learn_code_words, _("The words of each problem code are learned")),
        Line("17 3 * * *", forget_finished_jobs, _("Finished jobs are forgotten")),
        Line("23 * * * *", forget_old_sessions, _("Old sign-ins are forgotten")),
        Line("33 * * * *", close_unconfirmed, _("Resolved tickets that nobody confirmed are closed")),
        Line("43 * * * *", forget_looks, _("Who looked at what is forgotten")),
        Line("53 * * * *", raise_due, _("Regular work orders are raised")),
    )
)
