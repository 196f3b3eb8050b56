# The interview as the respondent sees it.

## Questions

ask-heading = Question { $number } of at most { $most } · { $prospect }
ask-heading-prospect = Question { $number } of at most { $most }
scale-ends = { $low } = { $lowLabel }, { $high } = { $highLabel }

hint-choice = Type a number or the words.
hint-choice-prospect = You can answer with the number or in words.
hint-other = Type a number, the words, or an answer of your own.
hint-other-prospect = You can answer with a number, the words, or an answer of your own.
hint-several = Type one number or several, such as 1, 3. At least { $least }, at most { $most }.
hint-several-prospect = You can answer with one number or several, such as 1, 3. At least { $least }, at most { $most }.
hint-scale = From { $low } to { $high }.
hint-number = A number from { $least } to { $most }. For example: { $example }
hint-number-unit = A number from { $least } to { $most } ({ $unit }). For example: { $example }
hint-percent = In per cent, from { $least } to { $most }. For example: { $example }
hint-money = An amount in { $currency }. For example: { $example }
hint-money-member = An amount in { $currency }. For example: { $example }. Your list looks for { $good } or more.
hint-duration = A length of time. For example: 12 hours, 3 days, 2 weeks
hint-date = A date. For example: { $example }, tomorrow, in two weeks
hint-short-text = A few words, { $most } characters at most.
hint-long-text = In your own words, { $most } characters at most.
hint-long-text-prospect = In your own words, please, in { $most } characters at most.
hint-email = For example: name@example.com
hint-url = For example: https://example.com

button-yes = Yes
button-no = No
button-dont-know = Don't know
button-not-applicable = Does not apply
button-skip = Skip
button-done = Done
button-write = Write at length
button-back = Back
button-change = Change an answer
button-why = Why?
button-repeat = Repeat
button-help = Help
button-pause = Pause
button-snooze = Remind me tomorrow
button-resume = Continue
button-cancel = Cancel
button-restart = Start over
button-confirm-cancel = Cancel the interview
button-pause-instead = Pause instead
button-confirm-restart = Yes, start over
button-otherwise = Something else
button-keep = Keep going
button-accept = Show the verdict
button-accept-prospect = Looks good

## Asked again

problem-empty = Nothing arrived.
problem-empty-prospect = Your answer has not arrived yet.
problem-too-long = That is longer than { $limit } characters, so it was not stored. Please shorten it.
problem-too-long-prospect = Thank you for the detail. It is longer than { $limit } characters, so it was not stored; could you shorten it, please?
problem-not-yes-or-no = I could not read that as yes or no.
problem-not-yes-or-no-prospect = Sorry, I could not tell whether that is a yes or a no.
problem-not-an-option = That is not one of the answers.
problem-not-an-option-prospect = Sorry, I could not match that with one of the answers.
problem-not-all-options = I could not match “{ $limit }” with the answers, so nothing was stored.
problem-not-all-options-prospect = Sorry, I could not match “{ $limit }” with the answers, so nothing was stored yet.
problem-too-few-options = Please choose at least { $limit }.
problem-too-many-options = Please choose { $limit } at most.
problem-not-a-number = I could not read that as a number.
problem-not-a-number-prospect = Sorry, I could not read that as a number.
problem-not-whole = Please give a whole number.
problem-too-small = That is below { $limit }, the least that can be given here.
problem-too-small-prospect = Sorry, the least that can be given here is { $limit }.
problem-too-large = That is above { $limit }, the most that can be given here.
problem-too-large-prospect = Sorry, the most that can be given here is { $limit }.
problem-one-number = Please give one number.
problem-one-number-prospect = Could you give one number, please?
problem-a-rate = That is a rate. Please give the whole amount for this work.
problem-a-rate-prospect = Could you give the whole amount for this work instead of a rate, please?
problem-not-money = I could not read that as an amount of money.
problem-not-money-prospect = Sorry, I could not read that as an amount of money.
problem-other-currency = This list counts in { $limit }. Please give the amount in { $limit }: I do not convert by guessing.
problem-other-currency-prospect = Could you give the amount in { $limit }, please? I cannot convert it reliably.
problem-not-a-duration = I could not read that as a length of time.
problem-not-a-duration-prospect = Sorry, I could not read that as a length of time.
problem-no-unit = Please say the unit as well: hours, days, weeks or months.
problem-no-unit-prospect = Could you say the unit as well, please: hours, days, weeks or months?
problem-too-long-a-time = That is longer than { $limit } years.
problem-no-such-day = There is no such day in the calendar.
problem-other-weekday = That date falls on another day of the week. Which one is right?
problem-no-month = Please say the month as well.
problem-no-month-prospect = Could you say the month as well, please?
problem-one-day = Please give a single day.
problem-one-day-prospect = Could you give a single day, please?
problem-too-early = That is before { $limit }, the earliest day that can be given here.
problem-too-early-prospect = Sorry, the earliest day that can be given here is { $limit }.
problem-not-a-date = I could not read that as a date.
problem-not-a-date-prospect = Sorry, I could not read that as a date.
problem-not-an-email = That does not look like an e-mail address.
problem-not-an-email-prospect = Sorry, that does not look like an e-mail address yet.
problem-not-a-url = That does not look like a web address.
problem-not-a-url-prospect = Sorry, that does not look like a web address yet.

problem-meant-otherwise = Then please say it in other words.
problem-meant-otherwise-prospect = Sorry about that. Could you say it in other words, please?

second-choice = The number in front of an answer is enough: type { $example }, for instance.
second-choice-prospect = The number in front of an answer is enough: { $example }, for instance.
second-typed = A short answer works best. Type just this, for instance: { $example }
second-typed-prospect = A short answer is enough. For instance, just this: { $example }
third = If none of this fits, say “{ $skip }” and we go on, or “{ $dontKnow }” if you cannot find out.
third-prospect = If none of this fits, simply say “{ $skip }” and we go on, or “{ $dontKnow }” if you are not sure.

## Offered

offer-one = Did you mean this? { $reading }
offer-one-prospect = Just to be sure, did you mean this? { $reading }
offer-several = That can be read in more than one way. Which one do you mean?
offer-several-prospect = Sorry, that can be read in more than one way. Which one do you mean?
offer-yes-no = Is that a yes or a no?
offer-hint = None of these? Say it in other words.
offer-hint-prospect = None of these? Simply say it in other words, please.
offer-hint-words = Type the words of the one you mean. None of these? Say it in other words.
offer-hint-words-prospect = You can type the words of the one you mean. None of these? Simply say it in other words, please.

## Told

welcome =
    Let's see whether { $prospect } fits your list “{ $list }”.
    { $count ->
        [one] One question. Your answer is kept as you give it.
       *[other] At most { $count } questions, one at a time. Each answer is kept as you give it, so stop whenever you like.
    }
welcome-client =
    Let's look at { $prospect } with your list “{ $list }”.
    { $count ->
        [one] One question. Your answer is kept as you give it.
       *[other] At most { $count } questions, one at a time. Each answer is kept as you give it, so stop whenever you like.
    }
welcome-prospect =
    Thank you for getting in touch. A few questions, so that we start on clear ground.
    { $count ->
        [one] One question. Your answer is stored for the person you want to work with.
       *[other] At most { $count } questions, one at a time. Your answers are stored for the person you want to work with.
    }
welcome-back = Welcome back: { $prospect }, list “{ $list }”, answers so far: { $count }. We go on where you stopped; to begin anew, say “{ $restart }”.
welcome-back-newer-list = The list has changed since this interview began. The interview keeps its version { $version }; “{ $restart }” takes the new one.
welcome-back-prospect = Welcome back. We go on where you stopped; answers so far: { $count }.
changing = Your answer so far: { $answer }
changing-prospect = You have answered so far: { $answer }
took-back = Taken back: { $answer }
took-back-prospect = Your last answer was taken back: { $answer }
nothing-before = There is no earlier answer yet.
nothing-before-prospect = You have not given an answer yet, so there is nothing to go back to.
no-such-answer = There is no such answer yet.
no-such-answer-prospect = Sorry, I could not find that one among your answers.
unchanged = Left as it is: the answers given and the verdict stand.
unchanged-prospect = Left as it is: your answers stand.
old-button = That button belongs to an earlier question, so nothing changed. Say “{ $repeat }” to see the open one.
old-button-prospect = That button belongs to an earlier question, so your answers stay as they are. Say “{ $repeat }” to see the open question.
overtaken = Another question is open by now, so nothing was stored. It is this one:
overtaken-prospect = We are at another question by now, so that was not stored. It is this one:
paused = Paused. Everything so far is kept; we go on with the same question whenever you like.
paused-prospect = Paused. Your answers so far are kept; we go on with the same question whenever you like.
left = The interview about { $prospect } (list “{ $list }”) is paused. Ask for it again to go on with it.
left-prospect = We pause these questions here. Your answers so far are kept; ask for them again to go on.
snoozed = Tomorrow, then. Your answers are kept, and you can go on whenever you like.
snoozed-prospect = Tomorrow, then. Your answers so far are kept; we go on whenever you like.
still-open = The interview about { $prospect } is still open (answers so far: { $count }). Shall we go on?
still-open-prospect = Some questions are still open (answers so far: { $count }). Would you like to go on?
put-aside = I have put the interview about { $prospect } aside, so as not to keep reminding you. Every answer is kept; we go on whenever you like.
put-aside-prospect = We have put these questions aside for now. Your answers so far are kept; we go on whenever you like.
message-given-up = A message about { $prospect } could not be delivered ({ $reason }). It is kept. To try it again: { $command }
verdict-given-up = The verdict about { $prospect } cannot be shown in the team's channel: { $reason }. You have it here. In another channel, write the command with “{ $here }”: then it appears there, and so do later ones.
no-way-archived = the channel is archived
no-way-outside = I am not in the channel
no-way-forbidden = I may not write there
no-way-dms-closed = their direct messages are closed
no-way-person-gone = the person cannot be written to any more
cancelled = The interview was cancelled. The answers stay on record, but there will be no verdict.
cancelled-prospect = We stop here, as you asked. Your answers so far stay stored, and you are welcome to start over at any time.
choose-one = Please choose one of these.
nothing-open = No question is open here.
nothing-open-prospect = There is no question waiting for you here at the moment.
not-for-prospects = If this question does not fit your case, you can simply skip it: say “{ $skip }”, and we go on.
help =
    Answer by number or in words. At any moment you can also say:
    { $back } – take back the last answer
    { $change } – change any earlier answer, the others stay
    { $skip } – go on without an answer
    { $dontKnow } – it cannot be found out
    { $why } – why this is asked
    { $repeat } – show the question again
    { $pause } – stop for now, and go on later
    { $restart } – begin anew
    { $cancel } – leave; you are asked first
    { $notApplicable } – the question has nothing to do with this prospect
help-prospect =
    You can answer by number or in words. At any moment you can also say:
    { $back } – take back your last answer
    { $change } – change any earlier answer, the others stay
    { $skip } – go on without an answer
    { $dontKnow } – if you are not sure
    { $why } – why we ask
    { $repeat } – see the question again
    { $pause } – stop for now, and go on later
    { $restart } – begin anew
    { $cancel } – leave; you are asked first
thanks = Thank you. Your answers have arrived, and you will hear from us.

## Asked in between

confirm-cancel =
    { $count ->
        [0] Cancel the interview about { $prospect }? Nothing was answered yet. You can also pause.
        [one] Cancel the interview about { $prospect }? There would be no verdict on the one answer so far. You can also pause and go on later.
       *[other] Cancel the interview about { $prospect }? There would be no verdict on the { $count } answers so far. You can also pause and go on later.
    }
confirm-cancel-prospect =
    { $count ->
        [0] Would you like to stop here? You have not given an answer yet. You can also pause.
        [one] Would you like to stop here? Your one answer so far stays stored. You can also pause and go on later.
       *[other] Would you like to stop here? Your { $count } answers so far stay stored. You can also pause and go on later.
    }
confirm-restart =
    { $count ->
        [0] Start over from the first question?
        [one] Start over? The one answer so far is set aside.
       *[other] Start over? The { $count } answers so far are set aside.
    }
confirm-restart-prospect =
    { $count ->
        [0] Would you like to start over from the first question?
        [one] Would you like to start over? Your one answer so far is then set aside.
       *[other] Would you like to start over? Your { $count } answers so far are then set aside.
    }
confirm-change = Which answer would you like to change?
confirm-change-prospect = Which of your answers would you like to change?
summary-heading = Your answers · { $prospect }
summary-heading-prospect = Your answers
summary-hint = All right? If not, type the number of the answer to change.
summary-hint-prospect = Is everything right? If not, please type the number of the answer you would like to change.

## Why

why-member = It tells how far “{ $trait }” holds; on your list, that weighs { $weight } of 5.
why-noted = It is noted down for you to read, and does not count.
why-prospect = It helps both sides to start on clear ground.

## Answers in words

answer-dont-know = could not find out
answer-dont-know-prospect = I don't know
answer-not-applicable = does not apply
answer-skipped = skipped
answer-skipped-prospect = I would rather skip this
answer-other = other: { $text }
answer-number = { $number } ({ $unit })
answer-range = { $low } to { $high }
answer-at-least = { $low } or more
answer-at-most = up to { $high }
answer-date = { DATETIME($date, dateStyle: "long") }
answer-seconds =
    { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }
answer-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
answer-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
answer-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
answer-weeks =
    { $count ->
        [one] { $count } week
       *[other] { $count } weeks
    }
answer-months =
    { $count ->
        [one] { $count } month
       *[other] { $count } months
    }
named-answer = { $asked } – { $answer }
example-duration = 3 days
example-text = Nothing special so far
separator = {", "}

## Done with

settled-answer = ✓ { $answer }
settled-handed-over = Somebody else goes on with this.
settled-open = Left without an answer.
