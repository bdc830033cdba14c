"""Chat forms: what is asked over several messages, as a pydantic model (design §2).

A form is declared with `shape` and the kinds of questions in `readers` and `times`; `course` is
its pure state machine, `cards` what is seen of it, `flow` how it meets the chat.
"""
