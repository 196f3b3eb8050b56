"""Thin adapters: a platform's payload in, an event out; a card in, the platform's form out.

arriving, commands, lines, callback_data   what chat platforms share
slack, discord                             the platforms, which know nothing of each other
console, terminal                          the reference adapter
"""
