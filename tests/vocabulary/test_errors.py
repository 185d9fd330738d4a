"""Errors that the user can mend carry the exit code of the design."""

import inspect

import pytest

from segnb.vocabulary import errors

CLASSES = [one for _, one in inspect.getmembers(errors, inspect.isclass)]
EXIT_CODES = {"NotebookFailed": 1, "SourceUnavailable": 3}


@pytest.mark.parametrize("error", CLASSES, ids=lambda one: one.__name__)
def test_every_error_has_the_exit_code_of_the_design(error: type[errors.SegnbError]) -> None:
    assert issubclass(error, errors.SegnbError)
    assert error.exit_code == EXIT_CODES.get(error.__name__, 2)
    assert error.__doc__
