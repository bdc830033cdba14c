"""What operators copy: alerts, the dashboard, container files, units. Each names what is there."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.health import Health
from bot.serving import application
from jobs.timetable import TABLE
from models.messages.tables import MessageState
from models.updates.tables import UpdateState
from tests.carriers.test_intake import said
from tests.town import Town

DOCS = Path(__file__).parents[2] / "docs"
RULES = DOCS / "operations" / "alerts.yml"
DASHBOARD = DOCS / "operations" / "grafana.json"
PRODUCTION = (DOCS / "production.md").read_text(encoding="utf-8")

#: Words of PromQL that are no metrics.
LANGUAGE = {"sum", "max", "min", "by", "and", "or", "on", "unless", "rate", "increase", "ignoring"}
#: What Prometheus itself adds: `up`, and the labels of who was asked.
OF_PROMETHEUS = {"up"}
LABELS = {"job", "instance"}
#: What `of` may say, metric by metric.
VALUES: dict[str, set[str]] = {
    "huiyin_updates": {state.value for state in UpdateState if state is not UpdateState.DONE},
    "huiyin_messages": {MessageState.WAITING.value, MessageState.SENDING.value},
    "huiyin_tick_seconds": set(TABLE),
}
_TOKEN = re.compile(
    r"""\s*(?:(?P<name>[a-zA-Z_:]\w*)|(?P<number>\d+(?:\.\d+)?)|(?P<word>"[^"]*")"""
    r"""|(?P<mark>==|!=|>=|<=|=~|!~|[-+*/(){},=<>]))"""
)


def tokens(expression: str) -> list[tuple[str, str]]:
    """Take an expression apart; ValueError for what is no PromQL."""
    found, at = [], 0
    while at < len(expression.rstrip()):
        token = _TOKEN.match(expression, at)
        if token is None:
            raise ValueError(f"no PromQL at {expression[at:]!r}")
        kind = token.lastgroup or ""
        found.append((kind, token[kind]))
        at = token.end()
    return found


def selectors(expression: str) -> list[tuple[str, dict[str, str]]]:
    """Return each metric an expression names, with its labels; ValueError if it is not closed."""
    parts, found, at = tokens(expression), [], 0
    marks = [text for kind, text in parts if kind == "mark"]
    if marks.count("(") != marks.count(")") or marks.count("{") != marks.count("}"):
        raise ValueError(f"not closed: {expression}")
    while at < len(parts):
        kind, text = parts[at]
        at += 1
        if kind != "name":
            continue
        if text in LANGUAGE:
            if text in ("by", "on", "ignoring"):
                at = parts.index(("mark", ")"), at) + 1
            continue
        labels: dict[str, str] = {}
        if at < len(parts) and parts[at] == ("mark", "{"):
            end = parts.index(("mark", "}"), at)
            inside = [text for _kind, text in parts[at + 1 : end] if text != ","]
            for place in range(0, len(inside), 3):
                label, mark, value = inside[place : place + 3]
                assert mark in ("=", "=~", "!=", "!~")
                labels[label] = value.strip('"')
            at = end + 1
        found.append((text, labels))
    return found


def rules() -> list[dict[str, Any]]:
    read = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    assert set(read) == {"groups"}
    return [rule for group in read["groups"] for rule in group["rules"]]


def expressions() -> dict[str, str]:
    """Return everything that asks for a metric, by where it stands."""
    found = {rule["alert"]: rule["expr"] for rule in rules()}
    for panel in json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]:
        for target in panel["targets"]:
            found[f"{panel['title']} {target['refId']}"] = target["expr"]
    return found


async def printed(town: Town) -> dict[str, set[str]]:
    """Return the metrics that /metrics prints, each with its labels."""
    transport = httpx.ASGITransport(app=application(Health(town.app).routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        text = (await client.get("/metrics")).text
    return {
        sample.name: set(sample.labels)
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_every_metric_that_is_asked_for_is_printed(town: Town) -> None:
    await town.settle()
    await town.app.intake.receive([said(1, town.people["王桂兰"])])  # and not handled yet
    await town.app.timetable.all_due()
    there = await printed(town)

    for where, expression in expressions().items():
        for metric, labels in selectors(expression):
            if metric in OF_PROMETHEUS:
                continue
            assert metric in there or metric == "huiyin_messages", (where, metric)
            assert labels.keys() <= LABELS | there.get(metric, {"of"}), (where, labels)
            for value in labels.get("of", "").split("|"):
                assert not value or value in VALUES[metric], (where, value)


def test_every_metric_of_the_program_is_in_the_documents() -> None:
    named = {metric for each in expressions().values() for metric, _labels in selectors(each)}

    documented = set(re.findall(r"`(huiyin_[a-z_]+)", PRODUCTION))

    assert named - OF_PROMETHEUS <= documented


@pytest.mark.parametrize("wrong", ["sum(huiyin_holds", "huiyin_holds > > $", "max(a{of='x'})"])
def test_an_expression_that_is_none_is_found(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"not closed|no PromQL"):
        selectors(wrong)


def test_each_alert_is_whole_in_both_languages_and_says_what_to_do() -> None:
    for rule in rules():
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert re.fullmatch(r"\d+[smh]", rule.get("for", "0s"))
        assert set(rule["annotations"]) == {"summary", "summary_zh"}
        line = re.search(rf"^\| `{rule['alert']}` \|(.+)\|(.+)\|$", PRODUCTION, re.MULTILINE)
        assert line, f"docs/production.md does not say what to do about {rule['alert']}"
        assert len(line[2].strip()) > 20


def test_no_alert_is_explained_that_is_not_there() -> None:
    explained = set(re.findall(r"^\| `(Huiyin\w+)` \|", PRODUCTION, re.MULTILINE))

    assert explained == {rule["alert"] for rule in rules()}


def test_the_panels_do_not_lie_on_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]:
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not cells & taken
        assert at["x"] + at["w"] <= 24
        taken |= cells
