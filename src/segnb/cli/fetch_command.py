"""`segnb fetch`: get municipalities, or the whole country, from the producers' services."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from segnb.cli.options import address_option, answer, is_loud, shared_options, store_option
from segnb.vocabulary.errors import InvalidParams

if TYPE_CHECKING:
    from segnb.sources.live import Scope
    from segnb.sources.live.fetch import Fetched, Progress
    from segnb.sources.live.services import Expected


@click.command("fetch")
@click.argument("municipalities", nargs=-1, metavar="[MUNICIPALITY]...")
@click.option("--all", "everything", is_flag=True, help="The whole country, all years.")
@click.option(
    "--plan", "--dry-run", "only_plan", is_flag=True, help="Only tell what would be asked."
)
@click.option("--fresh", is_flag=True, help="Ask again for what was answered within a day.")
@click.option(
    "--accept", multiple=True, metavar="INDICATOR", help="Take its values though they look wrong."
)
@address_option
@store_option(reads=False)
@shared_options
def fetch_command(
    municipalities: tuple[str, ...],
    store: str,
    *,
    everything: bool,
    only_plan: bool,
    fresh: bool,
    accept: tuple[str, ...],
    addresses: tuple[str, ...],
) -> int:
    """Fetch each MUNICIPALITY (code or name) from SCB, Kolada and the others into the store.

    With it come the latest year of the whole country and the municipalities that are like it. A
    fetch that was stopped goes on where it was.
    """
    from segnb.sources.live import Scope
    from segnb.vocabulary.catalogue import catalogue

    if everything == bool(municipalities):
        raise InvalidParams(
            "Name the municipalities to fetch, or --all for the whole country: "
            "`segnb fetch 0127` or `segnb fetch --all`."
        )
    for indicator in accept:
        catalogue()[indicator]
    scope = Scope.of(municipalities) if municipalities else Scope()
    if only_plan:
        tell_plan(scope, store, addresses, fresh=fresh)
        return 0
    fetched = run_fetch(scope, store, addresses, accept=accept, fresh=fresh)
    answer(asdict(fetched) | {"store": store, "exit": fetched.exit_code})
    return fetched.exit_code


def run_fetch(
    scope: "Scope",
    store: str,
    addresses: Iterable[str] = (),
    *,
    accept: Iterable[str] = (),
    fresh: bool,
) -> "Fetched":
    """Fetch with a plan before it, progress while it runs, and a summary after."""
    from segnb.sources.live.fetch import fetch
    from segnb.sources.live.http_requests import Web
    from segnb.sources.live.request_journal import FRESH
    from segnb.sources.live.services import plan_fetch, services, with_addresses
    from segnb.store import begin

    held, days = begin(store), 0.0 if fresh else FRESH
    with Web() as web:
        asked = services(web, with_addresses(addresses), store=held)
        if is_loud():
            _say_plan(plan_fetch(asked, scope, held, days))
        with _bar(silent=not is_loud()) as progress:
            fetched = fetch(asked, scope, held, web, fresh=days, accept=accept, progress=progress)
    _say_faults(fetched)
    if is_loud() and not fetched.offline:
        _say_summary(fetched, store)
    return fetched


def tell_plan(scope: "Scope", store: str, addresses: Iterable[str], *, fresh: bool) -> None:
    """What a fetch would ask, without asking."""
    from segnb.sources.live.http_requests import Web
    from segnb.sources.live.request_journal import FRESH
    from segnb.sources.live.services import plan_fetch, services, with_addresses
    from segnb.store import Store
    from segnb.vocabulary.errors import EmptyStore

    try:
        held = Store.open(store)
    except EmptyStore:
        held = None
    with Web() as web:
        asked = services(web, with_addresses(addresses), store=held)
        expected = plan_fetch(asked, scope, held, 0.0 if fresh else FRESH)
    answer(asdict(expected) | {"minutes": round(expected.minutes, 1)})
    if is_loud():
        _say_plan(expected)


def _say_plan(expected: "Expected") -> None:
    for api, calls in expected.calls.items():
        cells = expected.cells[api]
        size = f", at most {cells:,} cells" if cells else ""
        click.echo(f"{api}: {calls} calls{size}")
    total = sum(expected.calls.values())
    held = f", {expected.held} of them answered before" if expected.held else ""
    minutes = max(round(expected.minutes), 1)
    click.echo(f"In all {total} calls{held}: about {minutes} minutes.")


@contextmanager
def _bar(*, silent: bool) -> Iterator["Progress"]:
    """Progress of the calls, where somebody sees it."""
    from tqdm import tqdm

    hidden = True if silent else None  # None: hidden where there is no terminal
    with tqdm(unit="call", leave=False, disable=hidden, file=sys.stderr) as line:

        def progress(done: int, expected: int, what: str) -> None:
            line.total, line.n = expected, done
            line.set_description(what[:40])

        yield progress


def _say_faults(fetched: "Fetched") -> None:
    if fetched.offline:
        held = " What was fetched before remains in force." if any(
            fault.is_held for fault in fetched.faults) else ""  # fmt: skip
        click.echo(
            f"segnb: No source could be reached ({fetched.offline}): check the network, the proxy "
            f"(HTTPS_PROXY) and the certificates (SSL_CERT_FILE).{held}",
            err=True,
        )
        return
    said: dict[str, list[Any]] = {}
    for fault in fetched.faults:
        said.setdefault(fault.why, []).append(fault)
    for why, faults in said.items():
        tables = ", ".join(dict.fromkeys(fault.table for fault in faults if fault.table))
        held = " What was fetched before remains in force." if all(
            fault.is_held for fault in faults) else ""  # fmt: skip
        click.echo(f"segnb: {why} ({tables[:200]}){held}", err=True)


def _say_summary(fetched: "Fetched", store: str) -> None:
    change = fetched.change
    for note in dict.fromkeys(fetched.notes):
        click.echo(f"  note: {note}")
    if fetched.unused:
        click.echo(
            f"  note: nothing of {', '.join(fetched.unused)} is read as an indicator: "
            "`segnb check --live` says what is expected of them and found."
        )
    words = (
        (change.new, "new"),
        (change.revised, "revised"),
        (change.replaced_definition, "given up for another definition"),
    )
    listed = ", ".join(f"{number:,} {word}" for number, word in words if number)
    click.echo(
        f"{fetched.calls} answers ({fetched.bytes / 1e6:.1f} MB) and {fetched.reused} from before "
        f"are in {store}, with {fetched.observations:,} observations"
        f"{f' ({listed})' if listed else ''}; {len(fetched.faults)} requests gave nothing."
    )
