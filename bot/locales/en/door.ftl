# What is said where prospects come in by themselves, and where spaces become one team.

door-often = You have answered a few times today already. Please come back tomorrow.
door-reply = The team that asked you has written to you:
link-admins-only = Only an admin can do this.
link-offered = On the other platform, an admin writes this within { $minutes } minutes: { $command }
    Everything on record there then belongs to this team. The code works once; give it to nobody else.
link-joined = Done: this is one team now. Verdicts go to the channel that the team has chosen; choose another one there at any time.
link-same = This is one team already.
link-unknown = That code does not work: it may be mistyped, used, or too old. For a new one, write on the other platform: { $command }
