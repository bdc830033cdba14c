"""What waits to leave: urgent first, one at a time to each chat, nothing lost or doubled."""

import asyncio

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.line import Line
from bot.pacing import Pacing
from models.messages.tables import Lane, Message, Method
from tests.carriers.letters import letter

FREE = {"per_second": 0.0, "per_chat_per_second": 0.0, "per_group_per_minute": 0.0}


def chats(taken: list[Message]) -> list[int]:
    return [one.chat_id for one in taken]


def test_answers_leave_before_notices_and_notices_before_broadcasts() -> None:
    line = Line(Pacing(**FREE), at_once=10)
    line.put([letter(1, Lane.BROADCAST), letter(2, Lane.NOTICE), letter(3, Lane.ANSWER)])

    taken = line.take(0.0)

    assert chats(taken) == [3, 2, 1]


async def test_a_line_rests_when_the_last_has_come_back() -> None:
    line = Line(Pacing(**FREE), at_once=10)
    first, second = letter(1), letter(1)
    line.put([first, second])
    line.take(0.0)
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        resting = tasks.create_task(line.rest())
        await asyncio.sleep(0)
        line.done(first)
        await asyncio.sleep(0)
        before = resting.done()
        line.take(0.0)
        line.done(second)

    assert not before


async def test_a_line_that_is_dropped_rests() -> None:
    line = Line(Pacing(**FREE), at_once=10)
    line.put([letter(1)])
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        resting = tasks.create_task(line.rest())
        await asyncio.sleep(0)
        before = resting.done()
        line.drop()

    assert not before


def test_an_answer_overtakes_a_broadcast_that_was_there_long_before() -> None:
    line = Line(Pacing(), at_once=100)
    line.put(letter(chat, Lane.BROADCAST) for chat in range(1, 100))
    line.take(1000.0)

    line.put([letter(500)])
    taken = line.take(1000.0)

    assert chats(taken) == [500]


def test_a_chat_gets_one_at_a_time_in_the_order_they_came() -> None:
    line = Line(Pacing(**FREE), at_once=10)
    first, second, third = letter(1), letter(1), letter(1)
    line.put([first, second, third])

    one = line.take(0.0)
    meanwhile = line.take(0.0)
    line.done(first)
    then = line.take(0.0)

    assert one == [first]
    assert meanwhile == []
    assert then == [second]


def test_what_has_to_wait_again_is_not_overtaken_in_its_chat() -> None:
    pacing = Pacing(per_second=0)
    line = Line(pacing, at_once=10)
    first, second = letter(1), letter(1)
    pacing.pause(1, 5, 1000.0)
    line.put([first, second])
    line.take(1000.0)

    pacing.pause(1, 5, 1004.0)
    line.take(1005.5)
    taken = line.take(1010.0)

    assert taken == [first]


def test_an_answer_to_a_chat_overtakes_what_is_held_for_it() -> None:
    line = Line(Pacing(**FREE), at_once=10)
    running, broadcast, answer = letter(1), letter(1, Lane.BROADCAST), letter(1)
    line.put([running])
    line.take(0.0)
    line.put([broadcast])
    line.take(0.0)
    line.put([answer])
    line.take(0.0)

    line.done(running)

    assert line.take(0.0) == [answer]


def test_a_toast_waits_for_nothing() -> None:
    pacing = Pacing()
    pacing.pause_all(60, 1000.0)
    line = Line(pacing, at_once=10)
    line.put([letter(1, method=Method.TOAST), letter(1, method=Method.TOAST)])

    taken = line.take(1000.0)

    assert len(taken) == 2


def test_a_full_line_does_not_ask_to_be_looked_at_until_something_is_done() -> None:
    line = Line(Pacing(**FREE), at_once=2)
    line.put(letter(chat) for chat in range(1, 6))
    taken = line.take(0.0)

    full = line.next_look(0.0)
    for one in taken:
        line.done(one)

    assert full is None
    assert line.next_look(0.0) is not None


def test_a_paused_chat_is_looked_at_when_its_pause_ends() -> None:
    pacing = Pacing(per_second=0)
    pacing.pause(1, 5, 1000.0)
    line = Line(pacing, at_once=10)
    line.put([letter(1)])
    line.take(1000.0)

    wait = line.next_look(1000.0)

    assert wait == 5.0
    assert chats(line.take(1005.0)) == [1]


class LineAtRandom(RuleBasedStateMachine):
    """Messages come, leave, are answered and are put twice, while time goes by and chats pause."""

    def __init__(self) -> None:
        super().__init__()
        self.pacing = Pacing(per_second=3, per_chat_per_second=1, per_group_per_minute=18)
        self.line = Line(self.pacing, at_once=6)
        self.now = 1000.0
        self.came: list[Message] = []
        self.left: list[Message] = []
        self.under_way: list[Message] = []

    @rule(
        chat=st.sampled_from([1, 2, -3]),
        lane=st.sampled_from(list(Lane)),
        method=st.sampled_from([Method.SEND, Method.REACT, Method.TOAST]),
    )
    def comes(self, chat: int, lane: Lane, method: Method) -> None:
        """Comes."""
        one = letter(chat, lane, method=method)
        self.came.append(one)
        self.line.put([one, one])

    @rule()
    def leave(self) -> None:
        """Leave."""
        taken = self.line.take(self.now)
        self.left += taken
        self.under_way += taken

    @rule(data=st.data())
    def is_answered(self, data: st.DataObject) -> None:
        """Is answered."""
        if self.under_way:
            index = data.draw(st.integers(0, len(self.under_way) - 1))
            self.line.done(self.under_way.pop(index))

    @rule(seconds=st.floats(0.01, 5))
    def time_passes(self, seconds: float) -> None:
        """Time passes."""
        self.now += seconds

    @rule(chat=st.sampled_from([1, 2, -3]), seconds=st.floats(0.1, 10))
    def pauses(self, chat: int, seconds: float) -> None:
        """Pauses."""
        self.pacing.pause(chat, seconds, self.now)

    @invariant()
    def nothing_leaves_twice(self) -> None:
        """Nothing leaves twice."""
        keys = [one.key for one in self.left]
        assert len(keys) == len(set(keys))

    @invariant()
    def one_at_a_time_to_each_chat(self) -> None:
        """One at a time to each chat."""
        busy = [one.chat_id for one in self.under_way if one.method is not Method.TOAST]
        assert len(busy) == len(set(busy))

    @invariant()
    def not_more_than_agreed(self) -> None:
        """Not more than agreed."""
        assert len(self.under_way) <= 6

    @invariant()
    def same_lane_and_kind_keep_their_order_in_a_chat(self) -> None:
        """Same lane and kind keep their order in a chat."""
        for one in self.left:
            alike = [
                each.id
                for each in self.left
                if (each.chat_id, each.lane) == (one.chat_id, one.lane)
                and (each.method is Method.TOAST) == (one.method is Method.TOAST)
            ]
            assert alike == sorted(alike)

    def teardown(self) -> None:
        """Let everything leave in the end, told by `next_look` alone when to look."""
        for _ in range(500):
            self.leave()
            for one in self.under_way:
                self.line.done(one)
            self.under_way = []
            wait = self.line.next_look(self.now)
            if wait is None:
                break
            self.now += wait
        assert {one.key for one in self.left} == {one.key for one in self.came}
        assert len(self.line) == 0


TestLineAtRandom = LineAtRandom.TestCase
TestLineAtRandom.settings = settings(max_examples=150, deadline=None)
