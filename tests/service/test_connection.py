"""Where a plan goes: the AWS CLI v2's order, loopback is local, everything else counts as production."""

from __future__ import annotations

from pathlib import Path

import pytest

from pevents_tui.domain.errors import SettingsError
from pevents_tui.domain.plan import Policy
from pevents_tui.sandbox import TRACKING_ID
from pevents_tui.service import Options, Workbench
from pevents_tui.service.connection import is_loopback


def _config(text: str) -> None:
    folder = Path.home() / ".aws"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config").write_text(text)


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


def test_nothing_said_means_the_sandbox_for_send_and_production_for_the_aws_commands(bench: Workbench) -> None:
    assert bench.target().policy is Policy.SANDBOX
    assert bench.target().tracking_id == TRACKING_ID
    assert bench.aws_target().policy is Policy.PRODUCTION
    assert bench.aws_target().endpoint is None


@pytest.mark.parametrize(
    "options", [Options(profile="x"), Options(region="eu-west-1"), Options(endpoint_url="https://x.example")]
)
def test_any_word_of_where_leaves_the_sandbox(bench: Workbench, options: Options) -> None:
    assert bench.target(options).policy is Policy.PRODUCTION


def test_a_tracking_id_alone_stays_in_the_sandbox(bench: Workbench) -> None:
    target = bench.target(Options(tracking_id="t"))
    assert (target.policy, target.tracking_id) == (Policy.SANDBOX, "t")


def test_profile_and_region_are_read_in_the_order_of_the_aws_cli(bench: Workbench, env: pytest.MonkeyPatch) -> None:
    _config("[profile a]\nregion = eu-west-1\n[profile b]\nregion = ap-south-1\n[default]\nregion = us-west-2\n")
    assert bench.aws_target().region == "us-west-2"
    env.setenv("AWS_DEFAULT_PROFILE", "b")
    assert (bench.aws_target().profile, bench.aws_target().region) == ("b", "ap-south-1")
    env.setenv("AWS_PROFILE", "a")
    assert (bench.aws_target().profile, bench.aws_target().region) == ("a", "eu-west-1")
    env.setenv("AWS_DEFAULT_REGION", "us-east-2")
    assert bench.aws_target().region == "us-east-2"
    env.setenv("AWS_REGION", "ca-central-1")
    assert bench.aws_target().region == "ca-central-1"
    assert bench.aws_target(Options(region="eu-central-1", profile="b")).region == "eu-central-1"


def test_keys_of_the_environment_win_over_a_profile_of_the_environment(
    bench: Workbench, env: pytest.MonkeyPatch
) -> None:
    env.setenv("AWS_PROFILE", "a")
    env.setenv("AWS_ACCESS_KEY_ID", "x")
    assert bench.aws_target().profile is None
    assert bench.aws_target(Options(profile="b")).profile == "b"


def test_endpoints_are_found_in_the_order_of_botocore(bench: Workbench, env: pytest.MonkeyPatch) -> None:
    _config(
        "[default]\nendpoint_url = http://127.0.0.1:1\nservices = s\n"
        "[services s]\npersonalize_events =\n  endpoint_url = http://127.0.0.1:2\n"
    )
    assert bench.aws_target().endpoint == "http://127.0.0.1:2"
    env.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:3")
    assert bench.aws_target().endpoint == "http://127.0.0.1:3"
    env.setenv("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", "http://localhost:4")
    target = bench.aws_target()
    assert (target.endpoint, target.policy, target.region) == ("http://localhost:4", Policy.LOCAL, "us-east-1")
    env.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
    assert bench.aws_target().endpoint is None
    assert bench.aws_target(Options(endpoint_url="https://x.example")).policy is Policy.PRODUCTION


def test_a_broken_config_file_is_told_by_the_call_not_here(bench: Workbench) -> None:
    _config("not a config file\n")
    assert bench.aws_target(Options(region="eu-west-1")).region == "eu-west-1"


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:7373", True),
        ("http://127.8.9.1", True),
        ("http://localhost:1", True),
        ("http://[::1]:80", True),
        ("https://personalize-events.us-east-1.amazonaws.com", False),
        ("http://127.0.0.1.evil.example", False),
        ("http://localhost.evil.example", False),
        ("http://evil.example#@127.0.0.1", False),
        ("http://127.0.0.1@evil.example", False),
        ("http://0.0.0.0:1", False),
        ("http://[", False),
        ("nonsense", False),
    ],
)
def test_loopback_is_this_machine_and_nothing_that_looks_like_it(url: str, loopback: bool) -> None:
    assert is_loopback(url) is loopback


@pytest.mark.parametrize("url", ["http://bob:secret@127.0.0.1:9/", "https://bob@x.example", "http://x\\y@127.0.0.1"])
def test_an_endpoint_with_a_user_in_it_is_refused_unsaid(bench: Workbench, url: str) -> None:
    with pytest.raises(SettingsError, match="must not hold a user name or password") as caught:
        bench.aws_target(Options(endpoint_url=url))
    assert "bob" not in str(caught.value)


def test_an_endpoint_that_is_no_url_is_told(bench: Workbench) -> None:
    with pytest.raises(SettingsError, match="the endpoint is not a URL"):
        bench.aws_target(Options(endpoint_url="http://["))
