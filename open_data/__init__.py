"""The open data that come along with the package: made by ``make open-data`` from given files.

It is a room of its own, beside the bench and the studies: it is run by those who keep the package,
needs files that are not in it, and writes the store `src/segnb/open_data` and its page.
"""
