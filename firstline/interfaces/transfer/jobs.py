"""The jobs of files in and out, where the queue looks for them."""

from firstline.interfaces.transfer import export_jobs, import_jobs

__all__ = ["export_jobs", "import_jobs"]
