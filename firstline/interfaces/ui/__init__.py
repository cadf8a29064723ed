"""The shared look: base pages, style sheet, scripts, icons, form fields and fields that save themselves."""
