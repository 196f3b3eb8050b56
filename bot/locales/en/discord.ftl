# What is said on Discord alone.

## The command, in the words of the language; no spaces

discord-command = qualify
discord-typed = qualify
discord-start = start
discord-option-name = name
discord-option-list = list
discord-option-code = code
discord-option-open = open
discord-option-role = role
discord-option-person = person
discord-person = Qualify this person
discord-author = Qualify the author

discord-about-command = Decide whom to work with
discord-about-start = Qualify somebody: one question at a time, in our direct messages
discord-about-list = Everybody on record
discord-about-show = What is on record about somebody
discord-about-resume = Go on with an interview
discord-about-cancel = Leave an interview; you are asked first
discord-about-settings = Your language and time zone
discord-about-export = Everything on record, as files
discord-about-help = What I can do
discord-about-verdicts-here = Verdicts appear in this channel from now on
discord-about-link = For admins: one team over Slack and Discord
discord-about-team = Which team your direct messages are for
discord-about-panel = Post the button with which prospects come in by themselves
discord-about-intake = Let prospects come in, or nobody new
discord-about-block = Let somebody in no more
discord-about-unblock = Let somebody in again
discord-about-members = For admins: which role members of the team have
discord-about-reply = Write to a prospect who came in by themselves
discord-about-name = Whom it is about
discord-about-option-list = The list of traits
discord-about-option-code = The code from the other platform
discord-about-option-open = Whether prospects may come in
discord-about-option-role = The role; leave it out for those who manage the server
discord-about-option-person = Who it is

discord-help =
    { $start } – qualify somebody. I ask you about them in our direct messages, one question at a time. There you can also write: { $typed }
    { $list } – everybody on record
    { $show } – what is on record about somebody
    { $resume } – go on with an interview
    { $cancel } – leave one; you are asked first
    { $export } – everything on record, as files
    { $settings } – your language and time zone
    { $team } – which team your direct messages are for
    { $verdicts } – in a channel: verdicts appear there from now on
    { $panel } – in a channel: the button with which prospects come in by themselves
    { $intake } – let them in, or nobody new
    { $block }, { $unblock } – let somebody in no more, or again
    { $reply } – write to a prospect who came in
    { $members } – for admins: which role members of the team have
    { $link } – for admins: one team over Slack and Discord
discord-stray = Write “{ $typed }” to begin, or “{ $help }” to see what I can do.
discord-nothing-asked = Nothing is being asked here at the moment.
discord-unknown = I cannot find out at the moment whether you are a member of the team, so nothing was done. Please try again in a minute.
discord-left = I am not in that server any more, so this does not go on. What was answered is kept.
discord-members-only = Only members of the team can use this. Whoever manages the server says who they are: { $command }
discord-admins-only = Only somebody who manages the server can do this.
discord-in-a-server = That works only in a channel of a server where I am a member.
discord-role-set = From now on, members of the team are those with the role { $role }, and those who manage the server.
discord-role-everybody = Everybody in this server has that role, prospects too. Choose one that only the team has.
discord-role-none = From now on, members of the team are those who manage the server.
discord-lacking = In this channel I may not: { $permissions }. Ask whoever manages the server to allow it, and write it again.
discord-no-text = Verdicts and panels need a text channel. Write this in one.
discord-room-name = In private
discord-room = I cannot write to you directly, so we go on here; only you, I and whoever manages this server can see it. To answer in your own words, press “{ $write }”.
    { $how }
discord-open-dms = To open direct messages: tap the name of the server, then Privacy Settings, and allow Direct Messages.
discord-moved = I cannot write to you directly, so we go on here: { $thread }
discord-here = I cannot write to you directly, so we go on here; only you see this.

discord-which-team = Which team are your messages here for?
discord-alone = Just me
discord-for-team = From now on your messages here are for { $team }. To begin, write: { $typed }
discord-for-me = From now on your messages here are for you alone. To begin, write: { $typed }

settings-stored = Stored.
form-as-discord = English, as Discord says
form-zone-short = Time zone, such as { $example }

speak-offer = Shall I speak English with you?
speak-button = English
speak-done = I speak English with you from now on.
