"""How long things take, each beside something that every machine can do: `make bench`."""
