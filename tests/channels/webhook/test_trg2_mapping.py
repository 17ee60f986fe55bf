"""Payloads are read by the rules of countersign.toml: conditions, texts, and what a payload cannot do with them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core.base_types import JSON
from channels.webhook.mapping import MAX_VALUE, PayloadRule, fill_text, find_value, read_by_rules

ALERT: dict[str, JSON] = {
    "version": "4",
    "groupKey": '{}:{alertname="HighLatency"}',
    "truncatedAlerts": 0,
    "status": "firing",
    "receiver": "countersign",
    "groupLabels": {"alertname": "HighLatency"},
    "commonLabels": {"alertname": "HighLatency", "severity": "page", "service": "shop-api"},
    "commonAnnotations": {"summary": "p99 above 2 s for 5 minutes"},
    "externalURL": "http://alertmanager.example.org",
    "alerts": [
        {
            "status": "firing",
            "labels": {"alertname": "HighLatency", "instance": "web-1"},
            "annotations": {"summary": "p99 above 2 s for 5 minutes"},
            "startsAt": "2026-11-30T08:00:00Z",
            "endsAt": "0001-01-01T00:00:00Z",
            "generatorURL": "http://prometheus.example.org/graph",
            "fingerprint": "c0ffee0123456789",
        }
    ],
}
"""The form that Prometheus Alertmanager documents for its webhooks (version 4)."""

PAGE = PayloadRule.model_validate({
    "when": {"status": "firing", "commonLabels.severity": ["page", "critical"]},
    "text": "{commonLabels.alertname} on {alerts.0.labels.instance}: {commonAnnotations.summary}. Runbook: {commonAnnotations.runbook_url}",
})  # fmt: skip


def test_trg2_an_alert_becomes_a_text_with_its_values() -> None:
    read = read_by_rules([PAGE], "alerts", ALERT)
    assert read is not None
    assert read.message.text == "HighLatency on web-1: p99 above 2 s for 5 minutes. Runbook: (none)"
    assert (read.message.sender, read.message.account) == ("alerts", None)


@pytest.mark.parametrize(
    ("when", "is_met"),
    [
        ({}, True),
        ({"status": "firing"}, True),
        ({"status": "resolved"}, False),
        ({"status": "Firing"}, False),
        ({"status": ["resolved", "firing"]}, True),
        ({"truncatedAlerts": 0}, True),
        ({"truncatedAlerts": False}, False),
        ({"truncatedAlerts": "0"}, False),
        ({"alerts.0.status": "firing", "alerts.1.status": "firing"}, False),
        ({"alerts.-1.status": "firing"}, False),
        ({"alerts.٠.status": "firing"}, False),
        ({"alerts.length": 1}, False),
        ({"commonLabels": "page"}, False),
        ({"no.such.path": ""}, False),
        ({"status.firing": True}, False),
    ],
)
def test_trg2_a_condition_holds_for_equal_values_of_the_same_kind_alone(when: dict[str, Any], is_met: bool) -> None:
    assert PayloadRule.model_validate({"when": when, "text": "x"}).is_met(ALERT) is is_met


def test_trg2_the_first_rule_that_holds_is_used_and_none_begins_nothing() -> None:
    rules = [
        PAGE,
        PayloadRule(when={"status": "firing"}, text="second"),
        PayloadRule(when={"status": "x"}, text="third"),
    ]
    assert read_by_rules(rules[1:], "alerts", ALERT).message.text == "second"  # type: ignore[union-attr]
    assert read_by_rules(rules, "alerts", ALERT).rule is PAGE  # type: ignore[union-attr]
    assert read_by_rules(rules, "alerts", {"status": "resolved"}) is None
    assert read_by_rules(rules, "alerts", ["status"]) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{status}} is {status}", "{status} is firing"),
        ("{alerts.0.labels}", '{"alertname": "HighLatency", "instance": "web-1"}'),
        ("{truncatedAlerts}", "0"),
        ("{alerts.7}", "(none)"),
        ("{status}{{", "firing{"),
    ],
)
def test_trg2_a_text_takes_values_and_braces(text: str, expected: str) -> None:
    assert fill_text(PayloadRule(text=text).text, ALERT) == expected


def test_trg2_a_value_is_text_and_names_no_other_value() -> None:
    """A payload cannot make the rule's text read further values, nor grow without limit."""
    assert fill_text("{a}", {"a": "{secret} {{b}} {a}", "secret": "s"}) == "{secret} {{b}} {a}"
    long = fill_text("{a}", {"a": "x" * 9_000})
    assert long.startswith("x" * MAX_VALUE + "[… cut: it had 9000")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"text": "{status"}, "has a single '{'; write '{{' for one"),
        ({"text": "a } b"}, "has a single '}'"),
        ({"text": "{}"}, "'' is no path"),
        ({"text": "{a b}"}, "'a b' is no path"),
        ({"text": "{a..b}"}, "'a..b' is no path"),
        ({"text": "{0.__class__}", "when": {"": 1}}, "'' is no path"),
        ({"text": "x", "account": ".a"}, "'.a' is no path"),
        ({"text": ""}, "at least 1 character"),
        ({"text": "x", "if": {}}, "if"),
    ],
)
def test_trg2_a_rule_that_cannot_work_is_refused_in_words(rule: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said.replace("{", r"\{").replace("(", r"\(")):
        PayloadRule.model_validate(rule)


@pytest.mark.parametrize(
    ("payload", "account"),
    [
        ({"sender": {"login": "sam-dev"}}, "sam-dev"),
        ({"sender": {"login": 42}}, "42"),
        ({"sender": {"login": True}}, None),
        ({"sender": {"login": ""}}, None),
        ({"sender": {"login": ["a"]}}, None),
        ({"sender": "sam-dev"}, None),
    ],
)
def test_trg2_the_senders_account_is_a_text_or_a_number_of_the_payload(payload: JSON, account: str | None) -> None:
    read = read_by_rules([PayloadRule(text="x", account="sender.login")], "ci", payload)
    assert read is not None
    assert read.message.account == account


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
)


@given(
    payload=VALUES, path=st.lists(st.text("ab0123_é-", min_size=1, max_size=3), min_size=1, max_size=4).map(".".join)
)
def test_trg2_no_payload_breaks_a_rule(payload: JSON, path: str) -> None:
    rule = PayloadRule(when={path: "a"}, text=f"{{{path}}}", account=path)
    found = find_value(payload, path)
    assert rule.is_met(payload) is (found == "a")
    assert fill_text(rule.text, payload) == (
        "(none)" if found is None else found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    )
