"""Rows of files in and out: runs of imports and what they made."""

from firstline.interfaces.transfer.models.exports import Export, RegularReport
from firstline.interfaces.transfer.models.imports import BadLine, Batch, ImportRun, KeptMapping, Kind, SourceKey, State

__all__ = ["BadLine", "Batch", "Export", "ImportRun", "KeptMapping", "Kind", "RegularReport", "SourceKey", "State"]
