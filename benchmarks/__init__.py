"""How long things take, each beside an alternative in the same environment: `make bench`.

A module is a subject: it has `comparisons`, which yields what is measured. `__main__` lists them.
"""
