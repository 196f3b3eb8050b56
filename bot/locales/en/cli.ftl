# The terminal around the interview.

ask-name = Whom do you want to qualify? Type a name.
name-empty = A name is needed, for instance: qualify-bot chat Acme
name-too-long = That name is longer than { $limit } characters. Please use a shorter one.
leave-hint = Press Enter to leave.
not-for-prospects-list = The list “{ $list }” has no questions to the prospect. Ask a member: { $option }
unknown-language = There is no language “{ $language }”. There are: { $languages }
not-an-answer-line = Line { $line } cannot be read: { $error }. The lines before it were. What a line may hold is said in { $page }.
not-a-price = “{ $price }” is not a price. Write an amount and a currency code, for instance: { $example }
nothing-found = Nothing about “{ $prospect }” yet. Begin with: { $command }
nobody-yet = No prospect yet. Begin with: qualify-bot chat NAME
setting-wrong = The setting { $name } cannot be used: { $problem }
env-not-utf8 = The file { $file } could not be read. Save it as a text file in UTF-8.
output-closed = The output was closed.
unexpected = Something went wrong on our side ({ $error }). What was being done just now is not stored, everything before it is. Please try again, and report it if it stays.

storage-not-a-database = { $database } is not a database, or is damaged. Name another file in DATABASE_URL, or restore this one from a backup.
storage-damaged = What is stored in { $database } cannot be read. Restore a backup, or name another file in DATABASE_URL; nothing was changed.
storage-foreign = { $database } is the database of another program; nothing in it was changed. Name another file in DATABASE_URL.
storage-newer = { $database } was made by a newer version of this program. Please update the program; nothing was changed.
storage-unwritable = { $database } cannot be written. Check that the folder or the database exists and that you may write in it, or name another one in DATABASE_URL.
storage-busy = { $database } is being used by another program at the moment. What was being done just now is not stored, everything before it is. Please try again.
storage-full = There is no room left on the disk. What was being done just now is not stored, everything before it is. Make room, and try again.
storage-unsupported = “{ $database }” names no database that can be used. Use a file, DATABASE_URL=sqlite:///qualify-bot.db, or a server, DATABASE_URL=postgresql://user:password@host/database
storage-away = The database { $database } does not answer. What was being done just now is not stored, everything before it is. Check that its server runs and that DATABASE_URL names it, and try again.
storage-sealed = What is stored in { $database } is encrypted, and none of the keys in ENCRYPTION_KEYS opens it. Put the key back that it was encrypted with; nothing was changed.
storage-failed = The database { $database } reported an error. What was being done just now is not stored, everything before it is. Please try again.

list-heading = Prospects
list-open = open, { $count } of at most { $most } answered
list-paused = paused, { $count } of at most { $most } answered
list-cancelled = cancelled
list-finished = { $verdict } · { $score } of 100
list-finished-unscored = { $verdict }
list-row = { $state } · { $list } · { DATETIME($date, dateStyle: "medium") }
by-prospect = { $state }, answered by the prospect
show-answers = Answers of { $prospect }

profile-row =
    { $count ->
        [one] { $name }: { $count } trait
       *[other] { $name }: { $count } traits
    }
profile-weight = weight { $weight }
profile-noted = noted down
profile-deal-breaker = { $weight }, deal-breaker
profile-trait = { $question } · { $weight }
profile-fine = { $list }: nothing to mend.
database-fine = { $database } is up to date.

## Looking after a running bot

at-work = At work until stopped; stop with Ctrl-C.
stopped = Stopped. Nothing is lost.
nothing-undelivered = Every message was delivered, or is on its way.
resend-what = Say which messages to try again, by their keys ({ $command }), or { $option }.
resend-unknown = No message with the key “{ $message }” was given up. To see those that were: qualify-bot undelivered
resent =
    { $count ->
        [0] There is nothing to try again.
        [one] One message is tried again by the next bot at work.
       *[other] { $count } messages are tried again by the next bot at work.
    }
kept-for =
    { $count ->
        [0] Prospects are kept for ever.
        [one] Prospects are kept for one day after the last change.
       *[other] Prospects are kept for { $count } days after the last change.
    }
nothing-logged = Nothing is logged yet.
forget-prospect = Delete everything about { $prospect }: interviews, answers, verdicts and messages? This cannot be undone. Type yes.
forget-member = Delete everything that was said to { $address }? The team's interviews and verdicts stay. This cannot be undone. Type yes.
forget-team = Delete the team of { $space } with everything it has? This cannot be undone. Type yes.
forget-needs-yes = Nobody can be asked here. If it is really wanted, add { $option }; nothing was deleted.
forgot-nothing = Nothing was deleted.
nothing-to-forget = Nothing is on record about “{ $what }”.
no-such-team = No team uses the space “{ $space }”.
not-an-address = “{ $address }” is not an address. Write platform, space and channel, such as slack:T0123:U0456.
forgotten = Everything about “{ $what }” is deleted.
forgot-due = Everything past its time is deleted.
sealed = Everything stored in { $database } is encrypted with the newest key.
unsealed = Nothing stored in { $database } is encrypted any more.
backup-exists = There is a file { $file } already; nothing was written. Name another one.
backup-of-a-server = This database is a server's. Back it up with its own program: { $command }
backed-up = The database is copied to { $file }.
seal-without-key = There is no key in ENCRYPTION_KEYS. Make one with: { $command }
copy-not-empty = The other database is in use already; nothing was copied. Name an empty one.
copied = Everything is copied. Name the other database in DATABASE_URL from now on.
slack-no-way-in = Slack is set up, but has no way in. Set { $socket } for Socket Mode, or { $http } for HTTP.
slack-half-a-client = Only one of { $id } and { $secret } is set. Set both, from the app's page “Basic Information”, or neither.
slack-one-or-many = Both { $token } and { $client } are set. Keep { $token } for one workspace, or { $client } and its secret for many.
discord-token-refused = Discord does not accept { $token } ({ $reason }). Copy it again from the app's page “Bot”.
slack-token-refused = Slack does not accept { $token } ({ $reason }). Copy it again from the app's page “OAuth & Permissions”.
