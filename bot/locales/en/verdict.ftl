# The verdict card.

verdict-accept = accept
verdict-conditions = accept with conditions
verdict-decline = decline
verdict-not-enough = not enough information
verdict-client-accept = keep
verdict-client-conditions = repair
verdict-client-decline = repair
verdict-client-not-enough = not enough information

report-heading = { $prospect }: { $verdict } · { $score } of 100
report-heading-unscored = { $prospect }: { $verdict }
report-changed = An answer was changed; this verdict takes the place of the earlier one.
report-again = The verdict so far. To change an answer, say “{ $change }”; for a new interview, “{ $restart }”.

because-accept = { $prospect } fits your list: { $accept } or more is a yes.
because-accept-open = Apart from that, { $prospect } would fit your list: { $accept } or more is a yes.
because-conditions = Worth a yes if a few things are agreed first: from { $conditions } to { $accept } points.
because-conditions-none = From { $conditions } to { $accept } points, and nothing on your list that could be asked for would lift it to a yes. Find out what is still open, or look at what falls short below.
because-decline = Below { $conditions } points, this would cost you more than it brings. A kind no now is good for both sides.
because-not-enough = { $share } of the weight is unknown; with more than { $most }, a verdict would be a guess.
because-nothing = Nothing that counts was answered, so there is no verdict.
because-open-deal-breakers =
    { $count ->
        [one] A deal-breaker has no answer yet: { $traits }. Find that out first.
       *[other] Deal-breakers have no answer yet: { $traits }. Find these out first.
    }
because-failed-conditions =
    { $count ->
        [one] This does not hold, and it is a deal-breaker: { $traits }. It can still be put right, so the score does not decide.
       *[other] These do not hold, and they are deal-breakers: { $traits }. They can still be put right, so the score does not decide.
    }
because-failed-decline =
    { $count ->
        [one] This does not hold, and it is a deal-breaker: { $traits }. No arrangement cures that, whatever the score.
       *[other] These do not hold, and they are deal-breakers: { $traits }. Not all of that can be cured, whatever the score.
    }
because-client-accept = Working with { $prospect } is worth keeping: { $accept } points or more.
because-client-accept-open = Apart from that, working with { $prospect } would be worth keeping: { $accept } points or more.
because-client-conditions = Below { $accept } points: time for one clear talk, new terms in writing, and a second look in 30 to 60 days.
because-client-failed = This needs putting right first: { $traits }. One clear talk, new terms in writing, and a second look in 30 to 60 days.

ask-for = Ask for:
ask-for-line = { $trait }: { $advice }
score-if-agreed = If all of it works out, the score would be up to { $score }.
score-if-agreed-short = Even if all of it works out, the score would stay at { $score }, below the { $accept } of a yes. Think twice.
ask-before = Still open, heaviest first:
ask-before-line = { $trait }: { $question }

ledger-line = { $answer } · { $points } of { $most }
ledger-uncounted = { $answer } · does not count
ledger-open = not answered yet · does not count
ledger-not-asked = not asked · does not count
ledger-sum = Score
ledger-sum-value = { $points } of { $most }
ledger-note = Points are rounded so that they add up to the score. List “{ $list }”, version { $version }.

## In the team's channel

report-answers-below = Every answer, and what it counted, is in the thread.
report-in-channel = It goes to your team's channel, too.
report-overtaken = An answer was changed after this. The verdict that counts is further down.
report-answer-changed = { $trait }: the answer was { $before }, and is now { $after }.
report-verdict-changed = The verdict was { $before }, and is now { $after }.
report-verdict-stays = The verdict stays: { $verdict }.
answer-none = none
