"""What may be sent about messages: their texts, rules, senders, signatures, and how people wish to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstline.interfaces.desk.forms.labels import languages
from firstline.interfaces.desk.forms.tickets import MessageForm
from firstline.reference.catalogue.models import Department
from firstline.reference.correspondence.keeping import LONGEST_BODY, LONGEST_NAME, LONGEST_SIGNATURE
from firstline.reference.correspondence.laid_down import LaidDown
from firstline.reference.correspondence.models import Dispatch, NoticeRule, PersonalChoice, Sender, Template
from firstline.reference.correspondence.occasions import CHOSEN, Occasion
from firstline.reference.staff.models import User


class TemplateForm(forms.Form):
    """The text of an occasion in one language."""

    subject = forms.CharField(label=_("Subject"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    body = forms.CharField(
        label=_("Text"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"})
    )

    def __init__(self, data: Any = None, *, template: Template) -> None:
        super().__init__(data, initial={"subject": template.subject, "body": template.body})
        self.fields["body"].help_text = _("A line that names something of which nothing is known is left out.")


class RuleForm(forms.Form):
    """Whether an occasion is told of, for all departments or one."""

    department = forms.ModelChoiceField(
        label=_("Department"), required=False, queryset=Department.objects.none(), empty_label=_("all")
    )
    is_on = forms.BooleanField(label=_("is sent"), required=False)
    gather_minutes = forms.IntegerField(
        label=_("Minutes to wait for others"),
        min_value=0,
        initial=0,
        help_text=_("What is due to one recipient by then becomes one message."),
    )

    def __init__(self, data: Any = None, *, rule: NoticeRule | None = None) -> None:
        known = {"is_on": rule.is_on, "gather_minutes": rule.gather_minutes} if rule else {"is_on": True}
        super().__init__(data, initial=known)
        self.fields["department"].queryset = Department.objects.filter(retired_at=None)  # type: ignore[attr-defined]


class SenderForm(forms.Form):
    """Where messages come from. Of a `sender` that is laid down, its department stays as it is."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"dir": "auto"}))
    address = forms.CharField(
        label=_("Address"),
        max_length=200,
        help_text=_("Answers come to it with a mark behind a “+”: it has to receive those, too."),
    )
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none())

    def __init__(self, data: Any = None, *, sender: Sender | None = None) -> None:
        super().__init__(data, initial={"name": sender.name, "address": sender.address} if sender else None)
        self.fields["department"].queryset = Department.objects.filter(retired_at=None)  # type: ignore[attr-defined]
        if sender:
            del self.fields["department"]


class DispatchForm(forms.Form):
    """Whether messages leave at all, and how many may go to one address."""

    is_dry_run = forms.BooleanField(label=_("Dry run: send nothing, show all"), required=False)
    most_per_hour = forms.IntegerField(label=_("Most messages to one address in an hour"), min_value=1)

    def __init__(self, data: Any = None, *, dispatch: Dispatch) -> None:
        known = {"is_dry_run": dispatch.is_dry_run, "most_per_hour": dispatch.most_per_hour}
        super().__init__(data, initial=known)


class SignatureForm(forms.Form):
    """A signature in each language; each saves itself."""

    def __init__(self, data: Any = None, *, user: User | None, laid: LaidDown) -> None:
        own = {code: laid.own_signature(user.pk if user else None, code) for code, _name in languages()}
        super().__init__(data, initial=own, auto_id="signature_%s")
        for code, name in languages():
            widget = forms.Textarea(attrs={"rows": 3, "dir": "auto", "lang": code})
            self.fields[code] = forms.CharField(label=name, required=False, max_length=LONGEST_SIGNATURE, widget=widget)


class NoticesForm(forms.Form):
    """How somebody wishes to hear of each occasion; each saves itself."""

    def __init__(self, data: Any = None, *, user: User, laid: LaidDown) -> None:
        super().__init__(data, initial={one.value: laid.way(user.pk, one) for one in CHOSEN}, auto_id="notice_%s")
        for one in CHOSEN:
            label = str(Occasion(one).label).capitalize()
            self.fields[one.value] = forms.ChoiceField(label=label, choices=PersonalChoice.Way.choices)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [super(FilesField, self).clean(one, initial) for one in data or []]


class ReplyForm(MessageForm):
    """A message to the customer, with files that go along; `without` are those of the draft that do not."""

    attached = FilesField(label=_("Files"), required=False, widget=ManyFiles(attrs={"multiple": True}))
    without = forms.TypedMultipleChoiceField(required=False, coerce=int)

    def __init__(self, data: Any = None, files: Any = None, *, kept: dict[int, str], **options: Any) -> None:
        super().__init__(data, files, **options)
        self.fields["without"].choices = list(kept.items())  # type: ignore[attr-defined]
