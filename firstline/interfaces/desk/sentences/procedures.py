"""Sentences about procedures: following one, and writing one."""

from django.utils.translation import gettext_lazy as _

from firstline.interfaces.desk.sentences.sentence import CHANGE, INTERNAL, Sentence

_FOLLOWING = {
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
_WRITING = {
    "procedure.created": Sentence("file-plus", CHANGE, _("%(who)s created the procedure"), body=()),
    "procedure.renamed": Sentence("pencil", CHANGE, _("%(who)s renamed the procedure"), body=(), compares=True),
    "procedure.ranked": Sentence("pencil", CHANGE, _("%(who)s changed its rank"), body=(), compares=True),
    "procedure.retired": Sentence("archive", CHANGE, _("%(who)s retired the procedure"), body=()),
    "procedure.restored": Sentence("archive-restore", CHANGE, _("%(who)s took the procedure back into use"), body=()),
    "procedure.chosen_for": Sentence("target", CHANGE, _("%(who)s has it chosen for %(for)s"), body=()),
    "procedure.chosen_no_more": Sentence("target", CHANGE, _("%(who)s has it no more chosen for %(for)s"), body=()),
    "procedure.drafted": Sentence("file-pen", CHANGE, _("%(who)s began version %(version)s"), body=()),
    "procedure.described": Sentence("pencil", CHANGE, _("%(who)s wrote what is different in version %(version)s")),
    "procedure.draft_discarded": Sentence("trash-2", CHANGE, _("%(who)s threw away version %(version)s"), body=()),
    "procedure.published": Sentence("circle-check", CHANGE, _("%(who)s published version %(version)s")),
    "procedure.withdrawn": Sentence("circle-x", CHANGE, _("%(who)s withdrew version %(version)s"), body=()),
    "procedure.step_added": Sentence("plus", CHANGE, _("%(who)s added the step %(step)s"), body=()),
    "procedure.step_changed": Sentence("pencil", CHANGE, _("%(who)s changed the step “%(title)s”"), body=()),
    "procedure.step_written": Sentence(
        "pencil", CHANGE, _("%(who)s wrote a text of the step %(step)s"), body=(), compares=True
    ),
    "procedure.step_moved": Sentence("arrow-up-down", CHANGE, _("%(who)s moved the step “%(title)s”"), body=()),
    "procedure.step_removed": Sentence("trash-2", CHANGE, _("%(who)s removed the step “%(title)s”"), body=()),
    "procedure.branch_added": Sentence("split", CHANGE, _("%(who)s added a branch to “%(title)s”"), body=()),
    "procedure.branch_changed": Sentence("split", CHANGE, _("%(who)s changed a branch of “%(title)s”"), body=()),
    "procedure.branch_moved": Sentence("split", CHANGE, _("%(who)s moved a branch of “%(title)s”"), body=()),
    "procedure.branch_removed": Sentence("split", CHANGE, _("%(who)s removed a branch of “%(title)s”"), body=()),
}
SENTENCES = {**_FOLLOWING, **_WRITING}
