"""Sentences about following a procedure."""

from django.utils.translation import gettext_lazy as _

from firstline.interfaces.desk.sentences.sentence import CHANGE, INTERNAL, Sentence

SENTENCES = {
    "run.started": Sentence(
        "list-checks", INTERNAL, _("%(who)s began to follow %(name)s, version %(version)s"), body=()
    ),
    "run.answered": Sentence("list-checks", INTERNAL, _("%(who)s answered “%(title)s”"), body=(("shown", ""),)),
    "run.step_done": Sentence("list-checks", INTERNAL, _("%(who)s carried out “%(title)s”"), body=()),
    "run.skipped": Sentence("list-x", INTERNAL, _("%(who)s skipped “%(title)s”")),
    "run.jumped": Sentence("list-x", CHANGE, _("%(who)s went to “%(title)s” out of its turn"), body=()),
    "run.tied": Sentence("list-checks", CHANGE, _("%(who)s follows %(name)s for this ticket"), body=()),
    "run.left": Sentence("list-x", INTERNAL, _("%(who)s stopped following %(name)s")),
    "run.finished": Sentence("list-checks", INTERNAL, _("%(who)s came to the end of %(name)s"), body=()),
}
