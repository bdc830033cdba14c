"""The guards: the code each is, what is left without it, the test that has to turn red."""

from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """One piece of code that keeps a promise."""

    promise: str  # P1 … P13
    name: str  # as docs/promises.md calls it
    file: str
    old: str  # occurs exactly once in the file
    new: str
    test: str  # of pytest: file::function, perhaps with parameters
    on_postgres: bool = False  # where it is PostgreSQL's alone; the rest is tried on SQLite

    @property
    def path(self) -> Path:
        """Return where it stands."""
        return HOUSE / self.file

    def taken_out(self, source: str) -> str:
        """Return a source without the guard."""
        if source.count(self.old) != 1:
            raise ValueError(f"{self.name}: the code is not in {self.file} exactly once")
        return source.replace(self.old, self.new)


_CONFIRM = '            self._offset = max(raw["update_id"] for raw in usable) + 1\n'
_STORE = "            await self._intake.receive(usable)\n"

GUARDS = (
    Guard(
        promise="P1",
        name="stored before it is confirmed",
        file="bot/intake.py",
        old=_STORE + _CONFIRM,
        new=_CONFIRM + _STORE,
        test="tests/carriers/test_intake.py::test_what_could_not_be_stored_is_not_confirmed",
    ),
    Guard(
        promise="P1",
        name="no 200 for what is not stored",
        file="bot/webhook.py",
        old="            return Response(status_code=503)\n",
        new="            return Response(status_code=200)\n",
        test="tests/carriers/test_webhook.py::test_what_cannot_be_stored_is_left_with_telegram",
    ),
    Guard(
        promise="P1",
        name="a group's move is noted with the batch that tells it",
        file="bot/intake.py",
        old="filter(None, map(move_of, raws))",
        new="()",
        test="tests/carriers/test_moves.py::test_who_writes_in_the_new_chat_at_once_is_heard",
    ),
    Guard(
        promise="P1",
        name="the old number of a chat leads to the new one",
        file="models/groups/queries.py",
        old="    if moved:\n",
        new="    if not found and not rows:\n",
        test="tests/carriers/test_moves.py::test_what_was_written_before_the_move_counts_after_it",
    ),
    Guard(
        promise="P2",
        name="taken once, inside the transaction",
        file="models/updates/actions.py",
        old='            one_of_given(Update.update_id, "ids"),\n'
        "            Update.state == UpdateState.NEW,\n        )\n        .values(state",
        new='            one_of_given(Update.update_id, "ids"),\n        )\n        .values(state',
        test="tests/carriers/test_handling.py::test_an_update_taken_twice_reaches_its_handler_once",
    ),
    Guard(
        promise="P2",
        name="one line of a source in the ledger",
        file="models/migrations/versions/0001_the_first_schema.py",
        old='            "sign",\n            name="uq_ledger_lines_source",\n',
        new='            "sign",\n            "id",\n            name="uq_ledger_lines_source",\n',
        test="tests/carriers/test_uniqueness.py::test_nothing_earns_points_twice",
    ),
    Guard(
        promise="P3",
        name="a second look in the transaction of each reminder",
        file="models/reminders/falling_due.py",
        old="row.state is not ReminderState.WAITING or row.due_at > now:",
        new="row.due_at > now:",
        test="tests/actions/test_leave_decisions.py::test_a_reminder_taken_by_two_processes_is_told_once",
    ),
    Guard(
        promise="P4",
        name="marked before it leaves",
        file="models/messages/carrying.py",
        old="        .values(state=MessageState.SENDING)\n",
        new="        .values(state=MessageState.WAITING)\n",
        test="tests/carriers/test_delivery.py::test_a_message_is_marked_before_it_leaves",
    ),
    Guard(
        promise="P4",
        name="what may have arrived is not repeated",
        file="bot/sending.py",
        old="        return Reply(result=Result.MAYBE, words=words)\n",
        new="        return Reply(result=Result.LATER, words=words)\n",
        test="tests/carriers/test_delivery.py::test_a_lost_answer_to_a_new_message_is_never_repeated",
    ),
    Guard(
        promise="P4",
        name="a card that shows it already is not edited",
        file="bot/faces.py",
        old="face == message.face",
        new="face is None",
        test="tests/carriers/test_faces.py::test_a_card_with_nothing_new_is_not_edited",
    ),
    Guard(
        promise="P5",
        name="synchronous=FULL",
        file="models/engines.py",
        old='            "synchronous=FULL",\n',
        new='            "synchronous=OFF",\n',
        test="tests/faults/test_disk.py::test_a_cut_of_power_takes_nothing_that_was_acknowledged",
    ),
    Guard(
        promise="P5",
        name="WAL only where SQLite has the fix",
        file="models/engines.py",
        old='    return "WAL" if fixed else "TRUNCATE"\n',
        new='    return "WAL" if version else "TRUNCATE"\n',
        test="tests/carriers/test_engines.py::test_wal_is_used_only_where_it_loses_nothing",
    ),
    Guard(
        promise="P6",
        name="one holder",
        file="models/instances/holding.py",
        old="        if self._db.is_sqlite:\n            return self._has_file()\n",
        new="        return True\n",
        test="tests/carriers/test_holding.py::test_only_one_holds_and_the_next_follows",
    ),
    Guard(
        promise="P13",
        name="a report is marked before it leaves",
        file="models/platforms/filing.py",
        old="    if ticket is None or ticket.sent_at or ticket.number or ticket.token:\n",
        new="    if ticket is None:\n",
        test="tests/open311/test_carrying.py::test_two_processes_file_a_report_once",
    ),
    Guard(
        promise="P13",
        name="who lost the bot carries no further",
        file="bot/open311/carrying.py",
        old="        return self._holding is None or self._holding.is_mine\n",
        new="        return True\n",
        test="tests/open311/test_carrying.py::test_who_lost_the_bot_carries_no_further",
    ),
    Guard(
        promise="P7",
        name="the right is asked at each act",
        file="models/people/rules.py",
        old="    if by.role is Role.STAFF and by.group_id == group_id:\n        return\n"
        "    raise Refusal(NotAllowed())\n\n\ndef the_one",
        new="    return\n\n\ndef the_one",
        test="tests/handlers/test_permissions.py::test_a_forged_press_changes_nothing_and_shows_nothing",
    ),
    Guard(
        promise="P8",
        name="what people write is sealed",
        file="models/people/columns.py",
        old="    return MARK + keys.current().wrap(text, bound_to=label)\n",
        new="    return text if label else MARK\n",
        test="tests/carriers/test_sealed_columns.py"
        "::test_nothing_that_was_said_can_be_read_in_the_database",
    ),
    Guard(
        promise="P8",
        name="no start with another database's keys",
        file="models/resealing/fitting.py",
        old="        return self.closed > 0 and self.opened == 0\n",
        new="        return False\n",
        test="tests/cli/test_wrong_keys.py::test_it_does_not_start_with_another_databases_keys",
    ),
    Guard(
        promise="P8",
        name="a keys file replaced at work is not taken up",
        file="models/people/keys.py",
        old="        if fresh.follows(held):\n",
        new="        if fresh:\n",
        test="tests/cli/test_wrong_keys.py"
        "::test_a_file_replaced_under_a_process_at_work_is_not_taken_up",
    ),
    Guard(
        promise="P9",
        name="secure_delete",
        file="models/engines.py",
        old='            "secure_delete=ON",\n',
        new='            "secure_delete=OFF",\n',
        test="tests/handlers/test_deleted.py::test_deleted_contact_data_leaves_no_byte_behind",
    ),
    Guard(
        promise="P10",
        name="each piece of a backup is bound to its place",
        file="models/backups/sealing.py",
        old="    return f\"backup:{serial}:{number}:{'last' if last else 'more'}\"\n",
        new='    return f"backup:{serial}" if number or not last else f"backup:{serial}"\n',
        test="tests/cli/test_backups.py::test_a_damaged_backup_changes_nothing",
    ),
    Guard(
        promise="P11",
        name="keys rest while tables are rebuilt",
        file="models/schema.py",
        old='    raw.execute("PRAGMA foreign_keys=OFF")\n',
        new='    raw.execute("PRAGMA foreign_keys=ON")\n',
        test="tests/migrations/test_migrations.py"
        "::test_a_table_that_is_made_anew_keeps_what_belongs_to_its_rows",
    ),
    Guard(
        promise="P11",
        name="one upgrade at a time",
        file="models/schema.py",
        old='        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))\n',
        new="",
        test="tests/migrations/test_migrations.py::test_three_upgrades_at_once_all_succeed",
        on_postgres=True,
    ),
    Guard(
        promise="P12",
        name="secrets are struck out of every line",
        file="bot/log.py",
        old='            line = line.replace(secret, "[secret]")\n',
        new="            line = line + secret[:0]\n",
        test="tests/carriers/test_log.py::test_no_secret_stands_in_a_line_or_a_traceback",
    ),
)
