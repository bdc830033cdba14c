"""Whatever grows carries its group first in its key, so that a database can be split by groups.

A distributed PostgreSQL spreads a table by one column, which has to be in every unique key and in
every reference. What is not kept by group is named here, with the reason; a new table that is not
by group has to give one.
"""

from sqlalchemy import JSON, Table, UniqueConstraint

from models import schema

#: Not kept by group, and why that does no harm.
APART = {
    "accounts": "a person may be in several groups; a row a person, and never joined in a sweep",
    "chats": "Telegram's number says which group it is about; two rows a group",
    "consents": "a person's, to a version of the notice; a row a person and version",
    "drafts": "a person's open form; one a person, gone when it is finished",
    "groups": "the group itself; a row a group, copied to every part",
    "instances": "a row a process",
    "invitations": "found by the hash of a link, before anybody is known; gone when it is over",
    "pauses": "a chat that Telegram wants left alone, for seconds",
    "reception_plan_files": "a file a clerk has sent and not confirmed yet",
    "roster_files": "a file a clerk has sent and not confirmed yet",
    "updates": "what came, before it is known what group it is about; kept for 14 days",
    "uses": "limits are a person's, over all groups; kept for a day or two",
    "venue_screens": "found by the hash of a link on a screen without an account",
    "wrong_tokens": "guesses are counted for an account, which has no group yet",
}
#: Found by a secret of whoever knows nothing else. On a split database a secret gets a table of its
#: own that leads to the group; the column is unique by chance alone (128 bits), with or without.
SECRETS = {
    ("ballot_electors", "token_hash"),
    ("calendar_feeds", "token_hash"),
    ("issues", "receipt_hash"),
    ("stations", "token"),
    ("systems", "key_hash"),
    ("unit_contacts", "token_hash"),
}


def by_group() -> list[Table]:
    return [one for one in schema.metadata.sorted_tables if one.name not in APART]


def first(table: Table) -> str:
    return next(iter(table.primary_key.columns)).name


def test_every_key_begins_with_the_group_or_is_named_with_a_reason() -> None:
    apart = {one.name for one in schema.metadata.sorted_tables if first(one) != "group_id"}

    assert apart == set(APART)


def test_references_stay_within_the_group() -> None:
    crossing = [
        f"{table.name}: {[one.name for one in key.columns]}"
        for table in by_group()
        for key in table.foreign_key_constraints
        if key.referred_table.name != "groups" and key.columns[0].name != "group_id"
    ]

    assert crossing == []


def test_what_is_unique_is_unique_in_its_group_or_a_secret() -> None:
    found = set()
    for table in by_group():
        unique = [
            *([c.name for c in one.columns] for one in _unique(table)),
            *([c.name for c in one.columns] for one in table.indexes if one.unique),
        ]
        found |= {(table.name, names[0]) for names in unique if "group_id" not in names}

    assert found == SECRETS


def _unique(table: Table) -> list[UniqueConstraint]:
    return [one for one in table.constraints if isinstance(one, UniqueConstraint)]


#: Written many at once, by one statement with the same columns for all (`models.base.values_of`).
APPENDED = ("attempts", "attendances", "audit_entries", "ledger_lines", "messages", "uses")


def test_what_is_left_out_of_an_appended_row_is_null_whatever_its_neighbours_have() -> None:
    columns = [one for name in APPENDED for one in schema.metadata.tables[name].columns]
    written_as_null = [
        str(one)
        for one in columns
        if one.nullable and isinstance(one.type, JSON) and not one.type.none_as_null
    ]

    assert written_as_null == []


def test_what_may_be_null_has_no_default_that_could_take_its_place() -> None:
    # A new row's columns without a value are left out where many rows are written together.
    filled = [
        str(column)
        for table in schema.metadata.sorted_tables
        for column in table.columns
        if column.nullable and (column.default or column.server_default) is not None
    ]

    assert filled == []
