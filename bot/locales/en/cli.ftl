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
storage-unwritable = { $database } cannot be written. Check that the folder exists and that you may write in it, or name another file in DATABASE_URL.
storage-busy = { $database } is being used by another program at the moment. What was being done just now is not stored, everything before it is. Please try again.
storage-full = There is no room left on the disk. What was being done just now is not stored, everything before it is. Make room, and try again.
storage-unsupported = “{ $database }” names no database that can be used yet. Use a file: DATABASE_URL=sqlite:///qualify-bot.db
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
