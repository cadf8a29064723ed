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
from firstline.interfaces.channels.fax.folder import fetch_faxes
from firstline.interfaces.channels.posting import tell_and_send
from firstline.interfaces.channels.rereading import end_what_waits
from firstline.interfaces.channels.telephone.forgotten import end_forgotten
from firstline.interfaces.clock.sessions import forget_old_sessions
from firstline.interfaces.portal.holding import forget as forget_knocks
from firstline.interfaces.transfer.export_jobs import send_due_reports
from firstline.interfaces.transfer.exporting_keeping import forget_old_exports
from firstline.interfaces.transfer.import_runs import forget_old_files
from firstline.interfaces.transfer.open_data import write_last_month
from firstline.jobs.lines import Line, keep
from firstline.jobs.upkeep import forget_finished_jobs, rescue_stalled_jobs
from firstline.search.terms import count_words

SCHEDULE = keep(
    (
        Line("* * * * *", rescue_stalled_jobs, _("Jobs of a worker that died are run again")),
        Line("* * * * *", sweep, _("Promises: warnings, escalation, call-backs")),
        Line("* * * * *", end_what_waits, _("Messages that were stored and not read are read")),
        Line("* * * * *", end_forgotten, _("Calls whose end was not told are ended")),
        Line("* * * * *", tell_and_send, _("People are told what happened, and mail is sent")),
        Line("* * * * *", fetch_faxes, _("Faxes are fetched from their folders")),
        Line("7 2 * * *", count_words, _("The search learns new words")),
        Line("37 2 * * *", learn_code_words, _("The words of each problem code are learned")),
        Line("17 3 * * *", forget_finished_jobs, _("Finished jobs are forgotten")),
        Line("13 4 1 * *", write_last_month, _("The open-data file of the last month is written")),
        Line("3 * * * *", send_due_reports, _("Regular reports are sent")),
        Line("13 * * * *", forget_old_exports, _("Old exports are deleted")),
        Line("27 4 * * *", forget_old_files, _("Old files of imports are deleted")),
        Line("21 * * * *", forget_knocks, _("Who sent forms of the portal is forgotten")),
        Line("23 * * * *", forget_old_sessions, _("Old sign-ins are forgotten")),
        Line("33 * * * *", close_unconfirmed, _("Resolved tickets that nobody confirmed are closed")),
        Line("43 * * * *", forget_looks, _("Who looked at what is forgotten")),
        Line("53 * * * *", raise_due, _("Regular work orders are raised")),
    )
)
