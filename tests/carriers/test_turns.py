"""Whose turn it is: one person's updates in order, different people's at the same time."""

from collections.abc import Iterable
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.turns import Turns
from models.updates.actions import Waiting

_WHEN = datetime(2026, 3, 2, tzinfo=UTC)


def waiting(update_id: int, person: str) -> Waiting:
    return Waiting(update_id=update_id, key=person, raw={}, received_at=_WHEN)


def numbers(taken: Iterable[Waiting]) -> list[int]:
    return [one.update_id for one in taken]


def test_one_person_is_handled_one_by_one_and_others_meanwhile() -> None:
    turns = Turns()
    turns.put([waiting(1, "a"), waiting(2, "a"), waiting(3, "b")])

    first = turns.take(10)
    meanwhile = turns.take(10)
    turns.finished(first)
    then = turns.take(10)

    assert numbers(first) == [1, 3]
    assert meanwhile == []
    assert numbers(then) == [2]


def test_what_is_in_line_already_is_not_lined_up_again() -> None:
    turns = Turns()
    turns.put([waiting(1, "a")])

    turns.put([waiting(1, "a")])

    assert numbers(turns.take(10)) == [1]
    assert len(turns) == 1


def test_what_failed_and_is_found_before_it_is_finished_comes_again() -> None:
    turns = Turns()
    turns.put([waiting(1, "a")])
    taken = turns.take(10)

    turns.put([waiting(1, "a")])
    turns.finished(taken)

    assert numbers(turns.take(10)) == [1]


@given(
    people=st.lists(st.sampled_from("abc"), max_size=30),
    limits=st.lists(st.integers(1, 4), min_size=1),
)
def test_everything_comes_once_and_each_person_in_order(
    people: list[str], limits: list[int]
) -> None:
    turns = Turns()
    turns.put(waiting(number, person) for number, person in enumerate(people))
    came: list[Waiting] = []

    for limit in limits * (len(people) + 1):
        taken = turns.take(limit)
        came += taken
        turns.finished(taken)

    assert sorted(numbers(came)) == list(range(len(people)))
    for person in "abc":
        own = [one.update_id for one in came if one.key == person]
        assert own == sorted(own)
    assert len(turns) == 0


class TurnsAtRandom(RuleBasedStateMachine):
    """Updates come, are taken, fail, are found again and are finished in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.turns = Turns()
        self.next = 0
        self.begun: list[Waiting] = []
        self.to_do: dict[int, str] = {}

    @rule(person=st.sampled_from("abc"))
    def comes(self, person: str) -> None:
        """Comes."""
        self.next += 1
        self.to_do[self.next] = person
        self.turns.put([waiting(self.next, person)])

    @rule(limit=st.integers(1, 3))
    def begin(self, limit: int) -> None:
        """Begin."""
        self.begun += self.turns.take(limit)

    @rule(done=st.booleans(), data=st.data())
    def end(self, data: st.DataObject, *, done: bool) -> None:
        """End."""
        if not self.begun:
            return
        one = self.begun.pop(data.draw(st.integers(0, len(self.begun) - 1)))
        if done:
            del self.to_do[one.update_id]
        else:
            self.turns.put([one])  # it failed, and was found again before it is finished
        self.turns.finished([one])

    @invariant()
    def nobody_is_handled_twice_at_once(self) -> None:
        """Nobody is handled twice at once."""
        keys = [one.key for one in self.begun]
        assert len(keys) == len(set(keys))

    @invariant()
    def nothing_is_forgotten(self) -> None:
        """Nothing is forgotten."""
        assert len(self.turns) == len(self.to_do)

    def teardown(self) -> None:
        """Let everything go through in the end."""
        for _ in range(2 * len(self.to_do) + 2):
            for one in [*self.begun, *self.turns.take(100)]:
                self.to_do.pop(one.update_id, None)
                self.turns.finished([one])
            self.begun = []
        assert not self.to_do


TestTurnsAtRandom = TurnsAtRandom.TestCase
