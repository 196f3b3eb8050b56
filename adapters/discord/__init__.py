"""Discord: what people do in, messages out, and the way to and from its gateway.

reading, definitions          what discord.py hands over as what somebody did; the commands
people, teams, callers        who somebody is to a team, which team it is for, how they are answered
listeners, commands, door     what is pressed, typed and chosen; prospects who come in by themselves
render, forms                 a card as a message, and forms
rest, rooms, messenger        calls and refusals; where people are spoken with; shown once
gateway, connection           one process for each shard, the others standing by; all put together
"""
