# What is said on a chat platform beside the interview.

chat-begun = I have written to you in our direct message.
chat-help = Write { $command } and a name, for instance: { $example }. I then ask you about them in our direct message, one question at a time.
chat-name-too-long = That name is too long. Write { $command } and a shorter one.
chat-away = That was not stored. Please try again in a minute.
chat-list-wrong = The list for this cannot be used at the moment. Whoever runs the bot finds out why with: qualify-bot profile check FILE
chat-members-only = Only members of this workspace can use this; guests cannot.
chat-unknown = Slack does not say at the moment who you are, so nothing was done. Please try again in a minute.
chat-verdicts-here = From now on, verdicts appear in this channel.
chat-verdicts-come = Verdicts appear in this channel from now on.
chat-verdicts-not-here = Write this in the channel that is to have the verdicts, not in a direct message.
chat-verdicts-no-access = I cannot post in this channel. Invite me first (in the channel: { $invite }), and write it again.
