# What is said where prospects come in by themselves, and where spaces become one team.

panel-heading = Work with us
panel-text = Press the button and answer a few questions about what you have in mind. It takes about five minutes.
panel-button = Work with us
panel-posted = The panel stands here now. Whoever presses it is asked in private; the verdict comes to your team alone.

door-consent = { $team } would like to ask you a few questions, one at a time, in private.
door-stored = Your name here and your answers are stored for { $team }, and seen by nobody else. They are kept until nothing has changed about them for { $days ->
    [one] { $days } day
   *[other] { $days } days
}. You can stop at any time, and ask them to delete everything.
door-stored-forever = Your name here and your answers are stored for { $team }, and seen by nobody else. They are kept until { $team } deletes them. You can stop at any time, and ask for that.
door-begin = Begin
door-intake = At the moment no new questions are answered here. Please try again another time.
door-blocked = At the moment no new questions are answered here. Please try again another time.
door-often = You have answered a few times today already. Please come back tomorrow.
door-many = Many people have come in today. Please come back tomorrow.
door-reply = The team that asked you has written to you:
door-opened = Prospects can come in again.
door-closed = Nobody new can come in from now on. Whoever has begun can still finish.
door-shut-out = { $person } cannot come in any more.
door-let-in = { $person } can come in again.
door-let-in-already = { $person } was not blocked.

form-reply = Reply
reply-label = Your message
reply-about = It is sent to them as you write it, in our direct messages.
reply-sent = Your message is on its way.
reply-nobody = { $prospect } did not come in here by themselves, so I cannot write to them.

## One team over several spaces

link-admins-only = Only an admin can do this.
link-offered = On the other platform, an admin writes this within { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}: { $command }
    Everything on record there then belongs to this team. The code works once; give it to nobody else.
link-joined = Done: this is one team now. Verdicts go to the channel that the team has chosen; choose another one there at any time.
link-same = This is one team already.
link-several = This team has several places already, and keeps them. Write this here instead, and enter the new code on the other side: { $command }
link-unknown = That code does not work: it may be mistyped, used, or too old. For a new one, write on the other platform: { $command }
