"""One finding becomes something to read: blocks, figures, tables, text."""
