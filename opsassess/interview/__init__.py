"""The interview: a page of the notebook in which answers are typed, and the session behind it.

`widget` is the one module that knows the widget library. Everything else is values and messages: `session` answers
messages with messages (docs/interview-protocol.md) and gets the store, whose database it never imports.
"""
