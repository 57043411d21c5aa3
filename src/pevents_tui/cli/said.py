"""What the words that several verbs share come to: where calls go, and the workbench. Loads no parser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault

if TYPE_CHECKING:
    from argparse import Namespace

    from pevents_tui.domain.plan import Target
    from pevents_tui.service import Options, Source, Workbench


_PLACES = ("data_dir", "config_dir", "templates", "schema")
_VALUES = (
    *("profile", "region", "endpoint_url", "tracking_id", "target", "ca_bundle", "cli_read_timeout"),
    "cli_connect_timeout",
)
_SWITCHES = ("version", "read_only", "no_verify_ssl", "no_sign_request")


def nothing() -> Namespace:
    """What the parser of a command line without a verb makes of no word at all, without loading it."""
    unsaid = dict.fromkeys(("draft", "demo", *_PLACES, *_VALUES)) | dict.fromkeys(_SWITCHES, False)
    return cast("Namespace", SimpleNamespace(**unsaid))


def connection_of(args: Namespace) -> Options:
    """The connection that the words name.

    Raises:
        UsageFault: one of them is empty, or the endpoint is no URL that is spoken here.
    """
    from pevents_tui.service import Options  # noqa: PLC0415 - --help must not wait for it

    for name in ("profile", "region", "endpoint_url", "tracking_id"):
        if getattr(args, name) == "":  # an unset variable of the shell: what else would be used is not what was meant
            raise UsageFault(f"--{name.replace('_', '-')} is empty: leave it out")
    refuse_endpoint(args.endpoint_url)
    return Options(
        profile=args.profile,
        region=args.region,
        endpoint_url=args.endpoint_url,
        tracking_id=args.tracking_id,
        read_timeout_s=args.cli_read_timeout,
        connect_timeout_s=args.cli_connect_timeout,
        target=getattr(args, "target", None),
        ca_bundle=args.ca_bundle,
        verify=not args.no_verify_ssl,
        sign=not args.no_sign_request,
    )


def refuse_endpoint(url: str | None) -> None:
    """Let the word after `--endpoint-url` pass where calls can go there.

    Raises:
        UsageFault: they cannot.
    """
    if url is None:
        return
    from pevents_tui.service.endpoint import endpoint_fault  # noqa: PLC0415 - --help must not wait for it

    fault = endpoint_fault(url)
    if fault is not None:
        raise UsageFault(f"--endpoint-url {url} {fault}")


def aims_of(args: Namespace, workbench: Workbench) -> tuple[Target, Callable[[Source], Target]]:
    """Where drafts go, and what tells where one goes: a template's own target, unless the words name one.

    Raises:
        NoSuchTarget: by what tells, where the template's target is not saved.
    """
    given = connection_of(args)
    target = as_said(args, workbench.target(given))
    named: dict[str, Target] = {}

    def aim(source: Source) -> Target:
        if not source.target or given.target or given.name_aws:
            return target
        if source.target not in named:
            named[source.target] = as_said(args, workbench.target(given._replace(target=source.target)))
        return named[source.target]

    return target, aim


def as_said(args: Namespace, target: Target) -> Target:
    """The target with the schema that the words name, and without a history where they want none.

    Raises:
        SchemaError: the schema cannot be read, or is no schema of interactions.
        UsageFault: calls are to be marked that nothing is kept of.
    """
    target = with_schema(args, target)
    if not getattr(args, "no_history", False):
        return target
    if args.tag:
        raise UsageFault("--tag marks calls in the history, and --no-history keeps none: give one of them")
    return replace(target, recorded=False)


def with_schema(args: Namespace, target: Target) -> Target:
    """The target with the schema that the words name, once it can be read.

    Raises:
        SchemaError: it cannot be read, or is no schema of interactions.
    """
    if args.schema is None:
        return target
    from pevents_tui.service.schemas import read_schema_file  # noqa: PLC0415 - --help must not wait for it

    path = Path(args.schema).expanduser().absolute()
    read_schema_file(path)
    return replace(target, schema=str(path))


def open_workbench(args: Namespace, environment: Environment, *, lean: bool = True) -> Workbench:
    """The workbench in the places that the words name.

    Args:
        args: The words.
        environment: Whose variables count, and where a person is asked.
        lean: Its calls do without boto3 where they can.

    Raises:
        FolderError: a directory cannot be used.
    """
    from pevents_tui.cli.mfa import asker  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.service import Workbench  # noqa: PLC0415 - the same

    environ = environment.environ
    if getattr(args, "templates", None) is not None:
        environ = {**environ, "PEVENTS_TEMPLATES": str(args.templates)}
    read_only, ask = getattr(args, "read_only", False), asker(environment)
    places = (args.data_dir, args.config_dir)
    return Workbench(*places, environ=environ, ask_mfa=ask, read_only=read_only, lean=lean)
