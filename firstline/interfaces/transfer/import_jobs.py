"""Imports take longer than a page may: put down by whoever starts them, done by the worker."""

from firstline.interfaces.transfer import import_working
from firstline.interfaces.transfer.models import ImportRun
from firstline.jobs import job


@job
def bring_in(run: int) -> None:
    """Try an import or bring it in, as its state says."""
    found = ImportRun.objects.filter(pk=run).first()
    if found:
        import_working.work(found)


@job
def undo(run: int) -> None:
    """Take back what an import made."""
    found = ImportRun.objects.filter(pk=run).first()
    if found:
        import_working.work_back(found)
