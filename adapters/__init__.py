"""Thin adapters: a platform's payload in, an event out; a card in, the platform's form out."""
