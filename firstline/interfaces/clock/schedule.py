"""Everything that happens by itself, on one page.

Each line says when, in the five fields of cron (UTC), and what: a function that takes the moment it was due. One that
is still running or waiting is not started a second time.
"""

from firstline.casework.tickets.presence import forget as forget_looks
from firstline.casework.tickets.resolution import close_unconfirmed
from firstline.casework.tickets.sweeping import sweep
from firstline.casework.work_orders.regular import raise_due
from firstline.interfaces.clock.lines import Line
from firstline.interfaces.clock.sessions import forget_old_sessions
from firstline.jobs.upkeep import forget_finished_jobs, rescue_stalled_jobs
from firstline.search.terms import count_words

SCHEDULE = (
    Line("* * * * *", rescue_stalled_jobs),
    Line("* * * * *", sweep),
    Line("7 2 * * *", count_words),
    Line("17 3 * * *", forget_finished_jobs),
    Line("23 * * * *", forget_old_sessions),
    Line("33 * * * *", close_unconfirmed),
    Line("43 * * * *", forget_looks),
    Line("53 * * * *", raise_due),
)
