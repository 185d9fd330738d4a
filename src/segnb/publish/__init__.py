"""Chapters are run by Papermill, bound into one document, and written as HTML, PDF and data."""
