# What is said on a chat platform beside the interview.

chat-begun = I have written to you in our direct message.
chat-help =
    Write { $command } and a name, for instance: { $example }. I then ask you about them in our direct message, one question at a time.
    { $list } – everybody on record
    { $show } – what is on record about somebody
    { $resume } – go on with an interview
    { $cancel } – leave one; you are asked first
    { $export } – everything on record, as a file
    { $settings } – your language and time zone
    { $reply } – write to a prospect who came in by themselves
    { $link } – for admins: one team over Slack and Discord
    { $verdicts } – in a channel: verdicts appear there from now on
chat-name-too-long = That name is too long. Write { $command } and a shorter one.
chat-away = That was not stored. Please try again in a minute.
chat-slow = That takes longer than usual. Please have a look at our direct message before you try it again.
chat-not-now = That does not work at the moment. Please try again in a minute.
chat-no-form = Slack does not open the form at the moment. You can write your answer here, as a message.
chat-words-only = I can only read words. Please write them as a message.
chat-word-alone = Write “{ $command }” with nothing behind it. If that is a name, put it in quotes: { $quoted }
chat-not-yours = Somebody else is answering about { $prospect }. To take it over first: { $command }
chat-none-open = No interview about { $prospect } is open, so there is nothing to cancel.
chat-language-hint = In English, please? Write { $command }
chat-choose = Choose
chat-shortened = Shortened to fit here. Everything, as a file: { $command }
chat-list-wrong = The list for this cannot be used at the moment. Whoever runs the bot finds out why with: qualify-bot profile check FILE
chat-members-only = Only members of this workspace can use this; guests cannot.
chat-unknown = Slack does not say at the moment who you are, so nothing was done. Please try again in a minute.
chat-verdicts-here = From now on, verdicts appear in this channel.
chat-verdicts-come = Verdicts appear in this channel from now on.
chat-verdicts-elsewhere = Verdicts appear in another channel from now on.
chat-verdicts-look = One moment: I am checking whether I may write here.
chat-verdicts-archived = This channel is archived. Write this in one that is in use.
chat-verdicts-forbidden = I may not write in this channel. Ask whoever looks after it to allow it, or choose another one.
chat-verdicts-not-here = Write this in the channel that is to have the verdicts, not in a direct message.
chat-verdicts-no-access = I cannot post in this channel. Invite me first (in the channel: { $invite }), and write it again.

## What can be wanted: the words behind the command, in any language; | stands between two of them

command-list = list
command-show = show
command-resume = resume | continue
command-cancel = cancel
command-settings = settings
command-export = export
command-help = help
command-verdicts-here = verdicts here
command-link = link
command-team = team
command-panel = panel
command-intake = intake
command-block = block
command-unblock = unblock
command-members = members
command-reply = reply
command-name = NAME

chat-nothing-found = Nothing about { $prospect } yet. Begin with: { $command }
chat-nobody-yet = Nobody is on record yet. Begin with: { $command }
chat-nothing-open = No interview of yours is open. Begin one with: { $command }
chat-more = These are the newest. Everything as a file: { $command }
chat-on-it = I go on in our direct message.
chat-export-comes = The file is on its way to our direct message.
chat-export = Everything on record, by { DATETIME($date, dateStyle: "long") }.
chat-stray = Write { $command } and a name to begin, or { $help } to see what I can do.

## App Home and the forms

home-heading = Whom do you want to work with?
home-begin = Qualify somebody
home-open = Open interviews
home-verdicts = Newest verdicts
home-open-none = Nothing is open.
home-verdicts-none = No verdict yet.
home-pending = Verdicts go to { $channel }. For another channel, write there: { $command }
home-pending-nowhere = The team has no channel for its verdicts yet. In that channel, write: { $command }
home-resume = Continue
home-cancel = Cancel
home-change = Change
home-show = Show
home-more = These are the { $shown } that changed last.
home-all = Show all
home-export = Export
home-settings = Settings
home-gone = That is not on record any more.

form-qualify = Qualify somebody
form-name = Who is it?
form-list = Which list?
form-list-usual = As usual
form-send = Send
form-begin = Begin
form-store = Store
form-close = Close
form-sorry = Not possible now
form-write = Your answer
form-settings = Settings
form-language = Language
form-as-slack = As in my Slack profile
form-zone = Time zone, such as { $example }. Leave it empty to take the one of your Slack profile.
form-zone-unknown = There is no such time zone. Write it like this: { $example }
form-name-empty = A name is needed.
form-name-too-long = That name is too long. Please use a shorter one.
