"""Reports made by the workers of a Dask scheduler, through its `concurrent.futures` interface.

A worker has threads and must not fork: it hands each report to a fork server of its own, as a batch
on one machine does. All workers need the same segnb and see the same folders.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from segnb.vocabulary.errors import InvalidParams

PATIENCE = 20  # seconds for a scheduler to answer


@contextmanager
def dask_workers(address: str) -> Iterator[Executor]:
    """Executor whose work is done by the workers of a scheduler.

    Raises
    ------
    InvalidParams
        Dask is not installed, or no scheduler answers at the address.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise InvalidParams(
            "--scheduler needs Dask: install it with `pip install segnb[dask]`."
        ) from error
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InvalidParams(
            f"No scheduler of Dask answers at {address}: start one with `dask scheduler`, and "
            f"workers with `dask worker {address} --nthreads 1`."
        ) from error
    with client:
        executor = client.get_executor(pure=False)
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)
