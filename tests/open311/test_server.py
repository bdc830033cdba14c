"""GeoReport v2 as other systems find it: shapes, rights, and no personal data."""

import asyncio
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette

from bot.open311.routes import Open311
from bot.open311.writing import answer
from models import clock
from models.issues import actions as issues
from models.issues.contacts import unseal
from models.issues.reports import Report
from models.issues.states import Category, IssueState, Mode
from models.issues.tables import Issue
from models.people.rules import OPERATOR, Actor, ActorKind
from models.systems import actions as systems
from models.systems.requests import LONGEST_LIST
from tests.open311 import examples
from tests.town import Town

ROOT = "/open311/v2"
PHONE, ADDRESS, NAME = "19900000055", "徐东大街九十九号", "陈大明"
VOTER = 5_000_009_001


@pytest.fixture
async def http(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    address = "https://bot.example.org"
    served = Open311(town.app.db, town.app.bot, address=address, calls_per_minute=0)
    transport = httpx.ASGITransport(app=Starlette(routes=served.routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def key_of(town: Town, name: str = "区平台") -> str:
    async with town.app.db.transaction() as tx:
        return await systems.add(
            tx, group_id=town.group_id, name=name, by=OPERATOR, now=clock.now()
        )


async def reported(town: Town, **facts: Any) -> str:  # noqa: ANN401
    given: dict[str, Any] = {
        "words": f"路灯不亮，请打{PHONE}",
        "category": Category.ROADS,
        "place": "徐东大街",
        "latitude": 30.581234,
        "longitude": 114.351234,
        "name": NAME,
        "phone": f"+86{PHONE}",
        "address": ADDRESS,
        "account_id": VOTER,
        "may_publish": True,
    } | facts
    async with town.app.db.transaction() as tx:
        one, _code = await issues.register(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            report=Report(**given),
            by=Actor(kind=ActorKind.ACCOUNT, account_id=VOTER),
            now=clock.now(),
        )
        return one.number


def shape(content: str) -> str:
    return re.sub(r">\s+<", "><", content).strip()


@pytest.mark.parametrize(
    ("root", "facts", "xml"),
    [
        ("services", examples.SERVICES, examples.SERVICES_XML),
        ("service_definition", examples.DEFINITION, examples.DEFINITION_XML),
        ("service_requests", examples.TAKEN, examples.TAKEN_XML),
        ("service_requests", examples.TAKEN_LATER, examples.TAKEN_LATER_XML),
        ("service_requests", examples.TOKEN, examples.TOKEN_XML),
        ("service_requests", examples.REQUESTS, examples.REQUESTS_XML),
        ("errors", examples.ERRORS, examples.ERRORS_XML),
        ("discovery", examples.DISCOVERY, examples.DISCOVERY_XML),
    ],
)
def test_every_answer_of_the_specification_comes_out_alike_in_both_forms(
    root: str,
    facts: Any,  # noqa: ANN401
    xml: str,
) -> None:
    in_xml, in_json = answer("xml", root, facts), answer("json", root, facts)

    assert shape(bytes(in_xml.body).decode()) == shape(xml)
    assert json.loads(bytes(in_json.body)) == facts
    assert in_xml.headers["content-type"] == "text/xml; charset=utf-8"
    assert in_json.headers["content-type"] == "application/json; charset=utf-8"


async def test_services_have_every_field_of_the_specification(http: httpx.AsyncClient) -> None:
    found = (await http.get(f"{ROOT}/services.json")).json()

    assert {one["service_code"] for one in found} == {one.value for one in Category}
    assert all(list(one) == list(examples.SERVICES[0]) for one in found)
    assert "环境卫生" in {one["service_name"] for one in found}


async def test_a_definition_has_every_field_of_the_specification(http: httpx.AsyncClient) -> None:
    found = (await http.get(f"{ROOT}/services/roads.json")).json()

    assert list(found) == list(examples.DEFINITION)
    wanted: Any = examples.DEFINITION["attributes"]
    assert all(list(one) == list(wanted[0]) for one in found["attributes"])


async def test_a_request_has_every_field_of_the_specification_in_both_forms(
    town: Town, http: httpx.AsyncClient
) -> None:
    number = await reported(town)

    [one] = (await http.get(f"{ROOT}/requests/{number}.json")).json()
    tree = ET.fromstring((await http.get(f"{ROOT}/requests/{number}.xml")).text)  # noqa: S314

    assert list(one) == list(examples.REQUEST[0])
    assert (one["service_request_id"], one["status"]) == (number, "open")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", one["requested_datetime"])
    assert tree.tag == "service_requests"
    assert [one.tag for one in tree[0]] == list(examples.REQUEST[0])
    assert tree[0].findtext("service_request_id") == number


async def test_no_personal_data_goes_out(town: Town, http: httpx.AsyncClient) -> None:
    key = await key_of(town)
    number = await reported(town)

    for path in (f"requests/{number}", "requests"):
        for form in ("json", "xml"):
            said = await http.get(f"{ROOT}/{path}.{form}", params={"api_key": key})
            for canary in (PHONE, NAME, ADDRESS, str(VOTER)):
                assert canary not in said.text
            assert "199****0055" in said.text


async def test_only_what_may_be_published_is_seen_by_everybody(
    town: Town, http: httpx.AsyncClient
) -> None:
    open_one, hidden = await reported(town), await reported(town, may_publish=False)

    found = (await http.get(f"{ROOT}/requests.json")).json()

    assert [one["service_request_id"] for one in found] == [open_one]
    assert (await http.get(f"{ROOT}/requests/{hidden}.json")).status_code == 404


FORM = {
    "service_code": "sanitation",
    "address_string": "团结路菜场门口",
    "lat": "30.58",
    "long": "114.35",
    "description": "垃圾三天没有收",
    "first_name": "大明",
    "last_name": "陈",
    "phone": PHONE,
    "attribute[urgency]": "urgent",
}


async def test_a_system_files_a_report_and_follows_it(town: Town, http: httpx.AsyncClient) -> None:
    key = await key_of(town)

    taken = await http.post(f"{ROOT}/requests.json", data={**FORM, "api_key": key})
    [one] = taken.json()
    number = one["service_request_id"]
    [seen] = (await http.get(f"{ROOT}/requests/{number}.json", params={"api_key": key})).json()

    assert taken.status_code == 201
    assert list(one) == list(examples.TAKEN[0]), "a number at once, and so no token"
    assert (seen["description"], seen["service_code"]) == ("垃圾三天没有收", "sanitation")
    async with town.app.db.reading() as tx:
        [row] = (await tx.scalars(select(Issue))).all()
    assert (row.mode, row.urgency.value, row.number) == (Mode.SYSTEM, "urgent", number)
    assert unseal(row).phone == f"+86{PHONE}"
    assert not row.may_publish


async def test_what_one_system_files_another_does_not_see(
    town: Town, http: httpx.AsyncClient
) -> None:
    mine, theirs = await key_of(town), await key_of(town, "市平台")
    [one] = (await http.post(f"{ROOT}/requests.json", data={**FORM, "api_key": mine})).json()
    path = f"{ROOT}/requests/{one['service_request_id']}.json"

    assert (await http.get(path, params={"api_key": theirs})).status_code == 404
    assert (await http.get(path)).status_code == 404


async def issues_there(town: Town) -> int:
    async with town.app.db.reading() as tx:
        counted = await tx.scalars(select(func.count()).select_from(Issue))
        return int(counted.one())


async def filed(http: httpx.AsyncClient, key: str, **more: str) -> str:
    said = await http.post(f"{ROOT}/requests.json", data={**FORM, "api_key": key, **more})
    assert said.status_code == 201
    return str(said.json()[0]["service_request_id"])


async def test_a_call_made_again_files_nothing_more(town: Town, http: httpx.AsyncClient) -> None:
    key, other = await key_of(town), await key_of(town, "市平台")

    first, again = [await filed(http, key) for _ in range(2)]
    theirs = await filed(http, other)
    clock.move(timedelta(days=1, minutes=1))
    tomorrow = await filed(http, key)

    assert first == again
    assert len({first, theirs, tomorrow}) == 3, "another system's, and another day's"
    assert await issues_there(town) == 3


async def test_the_same_reference_is_the_same_report_for_ever(
    town: Town, http: httpx.AsyncClient
) -> None:
    key, other = await key_of(town), await key_of(town, "市平台")
    mine = {"attribute[external_id]": "P-17"}

    first = await filed(http, key, **mine)
    clock.move(timedelta(days=40))
    again = await filed(http, key, **mine, description="同一件，写得不一样")
    theirs = await filed(http, other, **mine)
    next_one = await filed(http, key, **{"attribute[external_id]": "P-18"})

    assert first == again
    assert len({first, theirs, next_one}) == 3
    assert await issues_there(town) == 3


async def test_equal_calls_at_the_same_moment_file_one_report(
    town: Town, http: httpx.AsyncClient
) -> None:
    key = await key_of(town)

    numbers = await asyncio.gather(*(filed(http, key) for _ in range(5)))

    assert len(set(numbers)) == 1
    assert await issues_there(town) == 1


async def test_a_system_asks_by_its_own_reference_which_number_it_got(
    town: Town, http: httpx.AsyncClient
) -> None:
    key, other = await key_of(town), await key_of(town, "市平台")
    number = await filed(http, key, **{"attribute[external_id]": "P-17"})
    path = f"{ROOT}/tokens/P-17"

    found = (await http.get(f"{path}.json", params={"api_key": key})).json()
    in_xml = await http.get(f"{path}.xml", params={"api_key": key})

    assert found == [{"service_request_id": number, "token": "P-17"}]
    assert ET.fromstring(in_xml.text).findtext("request/service_request_id") == number  # noqa: S314
    for given in ({}, {"api_key": other}):
        assert (await http.get(f"{path}.json", params=given)).status_code == 404


async def test_a_description_is_optional(town: Town, http: httpx.AsyncClient) -> None:
    key = await key_of(town)

    number = await filed(http, key, description="", service_code="utilities")

    async with town.app.db.reading() as tx:
        [row] = (await tx.scalars(select(Issue))).all()
    assert (row.number, row.own_words) == (number, "水电气")


async def test_filing_needs_a_key_that_holds(town: Town, http: httpx.AsyncClient) -> None:
    key = await key_of(town)
    async with town.app.db.transaction() as tx:
        await systems.revoke(
            tx, group_id=town.group_id, name="区平台", by=OPERATOR, now=clock.now()
        )

    for given in ({}, {"api_key": "wrong"}, {"api_key": key}):
        said = await http.post(f"{ROOT}/requests.json", data={**FORM, **given})
        assert said.status_code == 403
        assert said.json()[0]["code"] == 403


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"service_code": ""}, 400, "service_code was not provided"),
        ({"service_code": "dragons"}, 404, "service_code not found"),
        ({"lat": "", "long": "", "address_string": ""}, 400, "lat and long"),
        ({"lat": "north"}, 400, "numbers"),
        ({"lat": "30.5", "long": ""}, 400, "numbers"),
        ({"lat": "91"}, 400, "degrees"),
        ({"lat": "nan"}, 400, "degrees"),
        ({"attribute[external_id]": "x" * 65}, 400, "external_id"),
        ({"description": "字" * 4001}, 400, "4000"),
        ({"attribute[urgency]": "now"}, 400, "urgency"),
        ({"jurisdiction_id": "NOWHERE"}, 404, "jurisdiction_id provided was not found"),
    ],
)
async def test_what_is_wrong_with_a_report_is_said_and_nothing_is_filed(
    town: Town, http: httpx.AsyncClient, changed: dict[str, str], status: int, words: str
) -> None:
    key = await key_of(town)

    said = await http.post(f"{ROOT}/requests.json", data={**FORM, "api_key": key, **changed})

    assert said.status_code == status
    assert said.json()[0]["code"] == status
    assert words in said.json()[0]["description"]
    async with town.app.db.reading() as tx:
        assert (await tx.scalars(select(Issue))).all() == []


async def test_a_body_that_is_no_form_or_too_large_is_refused(
    town: Town, http: httpx.AsyncClient
) -> None:
    key = await key_of(town)
    path = f"{ROOT}/requests.json"

    assert (await http.post(path, json={**FORM, "api_key": key})).status_code == 400
    large = {**FORM, "api_key": key, "email": "x" * 70_000}
    assert (await http.post(path, data=large)).status_code == 400


async def test_a_picture_named_by_its_address_is_told_and_never_fetched(
    town: Town, http: httpx.AsyncClient
) -> None:
    key = await key_of(town)
    address = "http://169.254.169.254/latest/meta-data"

    await http.post(f"{ROOT}/requests.json", data={**FORM, "api_key": key, "media_url": address})

    async with town.app.db.reading() as tx:
        [row] = (await tx.scalars(select(Issue))).all()
    assert row.own_words.endswith(address)


async def test_reports_are_found_by_date_status_service_and_number(
    town: Town, http: httpx.AsyncClient
) -> None:
    early = await reported(town)
    clock.move(timedelta(days=20))
    late = await reported(town, category=Category.NOISE)

    async def numbers(**query: str) -> list[str]:
        found = await http.get(f"{ROOT}/requests.json", params=query)
        assert found.status_code == 200
        return [one["service_request_id"] for one in found.json()]

    ten_days_ago = (clock.now() - timedelta(days=10)).isoformat(timespec="seconds")
    assert await numbers() == [late, early]
    assert await numbers(start_date=ten_days_ago) == [late]
    assert await numbers(end_date=ten_days_ago) == [early]
    assert await numbers(service_code="noise") == [late]
    assert await numbers(service_code="noise,roads") == [late, early]
    assert await numbers(status="closed") == []
    assert await numbers(status="open,closed") == [late, early]
    assert await numbers(service_request_id=f"{early.lower()}, {late}") == [late, early]
    everything_else = {"service_code": "noise", "status": "lost", "start_date": "never"}
    assert await numbers(service_request_id=early, **everything_else) == [early]
    assert await numbers(jurisdiction_id="", service_code="", status="", start_date="") == [
        late,
        early,
    ], "what is empty is as good as not given"
    twice = await http.get(f"{ROOT}/requests.json?status=open&status=closed")
    assert len(twice.json()) == 2


async def test_a_list_spans_ninety_days_and_a_thousand_reports(
    town: Town, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = clock.now()
    first = await reported(town)
    clock.move(timedelta(days=95))
    late = [await reported(town) for _ in range(3)]

    async def numbers(**query: str) -> list[str]:
        found = await http.get(f"{ROOT}/requests.json", params=query)
        return [one["service_request_id"] for one in found.json()]

    def day(number: int) -> str:
        return (began + timedelta(days=number)).isoformat(timespec="seconds")

    assert await numbers() == late[::-1]
    assert await numbers(start_date=day(-1)) == [first], "ninety days from there"
    assert await numbers(start_date=day(-1), end_date=day(96)) == [first]
    assert await numbers(end_date=day(80)) == [first]
    assert LONGEST_LIST == 1000
    monkeypatch.setattr("models.systems.requests.LONGEST_LIST", 2)
    assert await numbers() == [late[2], late[1]], "the newest first"


async def closed(town: Town, number: str, **facts: Any) -> None:  # noqa: ANN401
    async with town.app.db.transaction() as tx:
        one = (await tx.scalars(select(Issue).where(Issue.number == number))).one()
        for name, value in facts.items():
            setattr(one, name, value)


async def test_a_closed_report_was_updated_when_it_was_closed_and_says_what_came_of_it(
    town: Town, http: httpx.AsyncClient
) -> None:
    number = await reported(town)
    done = clock.now() + timedelta(days=2)
    await closed(
        town, number, state=IssueState.CLOSED, answer="灯已修好", told_at=done, closed_at=done
    )

    [one] = (await http.get(f"{ROOT}/requests.json", params={"status": "closed"})).json()

    assert (one["status"], one["status_notes"]) == ("closed", "已办结: 灯已修好")
    assert datetime.fromisoformat(one["updated_datetime"]) == done.replace(microsecond=0)


async def test_an_answer_is_seen_once_the_voter_was_told(
    town: Town, http: httpx.AsyncClient
) -> None:
    number = await reported(town)
    await closed(town, number, state=IssueState.ANSWERED, answer="还要核对的答复")

    [one] = (await http.get(f"{ROOT}/requests/{number}.json")).json()

    assert one["status_notes"] == "已答复"


async def test_what_was_merged_is_followed_to_the_outcome_of_the_other(
    town: Town, http: httpx.AsyncClient
) -> None:
    key = await key_of(town)
    number = await filed(http, key)
    main = await reported(town, may_publish=False)
    async with town.app.db.transaction() as tx:
        rows = {one.number: one for one in (await tx.scalars(select(Issue))).all()}
        rows[number].state, rows[number].merged_into = IssueState.MERGED, rows[main].id
        rows[number].may_publish = True

    async def seen(**query: str) -> dict[str, Any]:
        [one] = (await http.get(f"{ROOT}/requests/{number}.json", params=query)).json()
        return dict(one)

    while_open = await seen(api_key=key)
    await closed(
        town,
        main,
        state=IssueState.CLOSED,
        answer="已清理",
        told_at=clock.now(),
        closed_at=clock.now(),
    )
    [listed] = (
        await http.get(f"{ROOT}/requests.json", params={"status": "closed", "api_key": key})
    ).json()

    assert (while_open["status"], while_open["status_notes"]) == ("open", f"已合并: {main}")
    assert (listed["status"], listed["status_notes"]) == ("closed", f"已合并: {main}: 已清理")
    assert "已清理" not in (await seen())["status_notes"], "the other was not let be published"


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "yesterday"},
        {"start_date": "9999-12-31T00:00:00Z"},
        {"end_date": "0001-01-01T00:00:00Z"},
        {"status": "lost"},
        {"service_request_id": "1," * 200},
    ],
)
async def test_a_question_that_cannot_be_answered_is_refused(
    http: httpx.AsyncClient, query: dict[str, str]
) -> None:
    said = await http.get(f"{ROOT}/requests.xml", params=query)

    assert said.status_code == 400
    assert ET.fromstring(said.text).findtext("error/code") == "400"  # noqa: S314


async def test_the_discovery_names_the_address_the_forms_and_whom_to_ask(
    http: httpx.AsyncClient,
) -> None:
    found = (await http.get(f"{ROOT}/discovery.json")).json()
    in_xml = ET.fromstring((await http.get(f"{ROOT}/discovery.xml")).text)  # noqa: S314

    assert list(found) == list(examples.DISCOVERY)
    assert list(found["endpoints"][0]) == list(examples.DISCOVERY["endpoints"][0])
    assert found["endpoints"][0]["url"] == "https://bot.example.org/open311/v2"
    assert "徐家棚街代表组" in found["contact"]
    assert in_xml.tag == "discovery"
    assert [one.text for one in in_xml.iter("format")] == ["text/xml", "application/json"]


@pytest.mark.parametrize("path", ["services.yaml", "services", "nothing.xml"])
async def test_what_is_no_resource_is_not_found_in_the_words_of_the_specification(
    http: httpx.AsyncClient, path: str
) -> None:
    said = await http.get(f"{ROOT}/{path}")

    assert said.status_code == 404
    assert said.headers["content-type"] == "text/xml; charset=utf-8"
    assert ET.fromstring(said.text).findtext("error/code") == "404"  # noqa: S314


@asynccontextmanager
async def limited(town: Town, calls: int) -> AsyncIterator[Callable[..., Awaitable[int]]]:
    served = Open311(town.app.db, town.app.bot, address="", calls_per_minute=calls)
    app = Starlette(routes=served.routes)

    async def call(address: str = "192.0.2.1", **query: str) -> int:
        transport = httpx.ASGITransport(app=app, client=(address, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return (await client.get(f"{ROOT}/requests.json", params=query)).status_code

    yield call


async def test_calls_without_a_key_are_counted_by_address(town: Town) -> None:
    async with limited(town, 3) as call:
        answers = [await call() for _ in range(4)]
        elsewhere = await call("192.0.2.2")
        clock.move(timedelta(minutes=1))
        later = await call()

    assert answers == [200, 200, 200, 429]
    assert (elsewhere, later) == (200, 200)


async def test_calls_with_a_key_are_counted_by_the_key_wherever_they_come_from(town: Town) -> None:
    key, other = await key_of(town), await key_of(town, "市平台")
    async with limited(town, 3) as call:
        mine = [await call(f"192.0.2.{number}", api_key=key) for number in range(4)]
        theirs = await call("192.0.2.1", api_key=other)
        without = await call("192.0.2.1")

    assert mine == [200, 200, 200, 429]
    assert (theirs, without) == (200, 200)


async def test_who_guesses_keys_stops_himself_and_nobody_beside_him(town: Town) -> None:
    key = await key_of(town)
    async with limited(town, 3) as call:
        before = await call(api_key=key)
        guesses = [await call(api_key=f"guess-{number}") for number in range(5)]
        beside = await call(api_key=key)

    assert before == 200
    assert guesses == [403, 403, 403, 429, 429]
    assert beside == 200, "the right key goes on from the same address"


@pytest.mark.parametrize("words", ["<b>&\"'</b>", "\x00\x08\ufffe", "]]><x/>", "\ud83d\ude00"])
def test_any_words_make_sound_xml(words: str) -> None:
    facts = [{"description": words.encode(errors="surrogatepass").decode(errors="replace")}]

    tree = ET.fromstring(bytes(answer("xml", "service_requests", facts).body))  # noqa: S314

    assert tree.tag == "service_requests"
