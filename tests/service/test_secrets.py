"""What a credential does that cannot be used, or a URL that holds one: it is told, and never repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

import builders
from canaries import CANARY_ID, CANARY_SECRET, CANARY_TOKEN
from fake_aws import ELSEWHERE, KEYS, FakeAws, real_target, write_config
from pevents_tui.domain.errors import AskFailed, SettingsError
from pevents_tui.domain.outcome import Cause, NotSent
from pevents_tui.domain.user_info import without_user_info
from pevents_tui.service import Options, Workbench
from pevents_tui.service.asking import Question

PLACES = {"a token": ("AWS_SESSION_TOKEN", f"{CANARY_TOKEN}\nrest"), "a key": ("AWS_ACCESS_KEY_ID", f"x\n{CANARY_ID}")}


@pytest.fixture
def elsewhere(aws: FakeAws, monkeypatch: pytest.MonkeyPatch) -> FakeAws:
    """AWS behind a proxy, so that each of its services is signed for with real credentials."""
    for service in ("STS", "PERSONALIZE"):
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{service}", f"http://{service.lower()}.example")
    return aws


@pytest.mark.parametrize("place", PLACES)
def test_credentials_that_no_header_takes_are_told_and_not_repeated(
    elsewhere: FakeAws, bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    given = {"AWS_ACCESS_KEY_ID": CANARY_ID, "AWS_SECRET_ACCESS_KEY": CANARY_SECRET, "AWS_SESSION_TOKEN": CANARY_TOKEN}
    for name, value in {**given, PLACES[place][0]: PLACES[place][1]}.items():
        monkeypatch.setenv(name, value)
    target = bench.aws_target(Options(region="eu-west-1", endpoint_url=ELSEWHERE))
    plan = bench.prepare(builders.events_draft(), target).plan
    assert plan is not None
    (record,) = bench.send(plan, consent=builders.TRACKER)
    assert isinstance(record.outcome, NotSent)
    assert record.outcome.cause is Cause.CREDENTIALS
    assert "holds a line break" in record.outcome.message
    assert record.latency_s is None
    with pytest.raises(AskFailed, match="holds a line break") as asked:
        bench.asker.ask(Question("personalize", "list_dataset_groups", {}), target)
    who = bench.access.identity(target)
    assert "holds a line break" in str(who)
    assert elsewhere.asked == []
    told = repr((record, who, asked.value, asked.value.args))
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for canary in (CANARY_ID, CANARY_SECRET, CANARY_TOKEN):
        assert canary not in told
        assert canary.encode() not in kept


@pytest.mark.parametrize(
    "url", ["http://ana:canary@127.0.0.1:9", "http://ana:canary@[::1]", "https://ana:canary@x.example", "//a:canary@x"]
)
def test_no_endpoint_with_a_password_is_taken_by_any_way(bench: Workbench, url: str) -> None:
    bench.paths.targets.write_text(f"dev: {{tracking_id: t, region: eu-west-1}}\nbad: {{endpoint: '{url}'}}\n")
    for options in (Options(endpoint_url=url), Options(target="dev", endpoint_url=url)):
        with pytest.raises(SettingsError, match="must not hold a user name or password") as caught:
            bench.target(options)
        assert "canary" not in str(caught.value)
    assert bench.target(Options(target="bad")).locked
    assert "canary" not in repr(bench.targets.book)


def test_the_password_of_a_proxy_is_never_shown(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    write_config(f"[profile x]\nregion=eu-west-1\n{KEYS}")
    for proxy in ("ana:canary@proxy.example:1", "http://ana:can@ry@canary@proxy.example:1"):
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        facts = {fact.name: fact for fact in bench.access.in_force(real_target("x", endpoint=None))}
        assert facts["proxy"].value.endswith("•••@proxy.example:1")
        assert "canary" not in repr(facts)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("see http://ana:pw@host/a@b and //x@y", "see http://•••@host/a@b and //•••@y"),
        ("to https://a:p@ss@host:1.", "to https://•••@host:1."),
        ("ana@example.com, https://host/~ana@x", "ana@example.com, https://host/~ana@x"),
    ],
)
def test_what_stands_before_the_host_of_a_url_is_hidden(text: str, told: str) -> None:
    assert without_user_info(text) == told
