"""Fax: recognised in gateways' mails or fetched from a folder, shown as pages, and read where that can be done."""
