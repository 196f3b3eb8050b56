# Lists as files: the mistakes in them, what makes a list that reads well of little use, and copies.

## Mistakes

mistake-at = { $file }, line { $line }, trait { $trait }: { $text }
mistake-at-no-trait = { $file }, line { $line }: { $text }
mistake-at-file = { $file }: { $text }

mistake-not-found = There is no list “{ $found }”. Name a file, or one of these: { $right }.
mistake-unreadable = “{ $found }” could not be read. Check that it is a text file saved as UTF-8, and that you may open it.
mistake-too-large = The file is longer than { $right } characters. Shorten it, or make two lists of it.
mistake-not-yaml = This is not valid YAML ({ $found }). Check the indentation, the colons and the quotation marks here.
mistake-too-deep = Here one thing stands inside another more than { $right } levels deep. A list needs fewer.
mistake-alias = Aliases (& and *) are not possible in a list. Write the part out where it is needed.
mistake-not-a-mapping = Lines of the form “key: value” belong here. Write them, each with its key.
mistake-not-a-sequence = Several entries belong here. Write each on a line of its own, after “- ”.
mistake-not-a-text = One text belongs here, or one for each language. Write it, in quotation marks if it holds a colon.
mistake-text-length = This text has { $found } characters; from 1 to { $right } are possible. Please shorten it, or fill it in.
mistake-missing-key = “{ $found }” is missing here. Please add it.
mistake-unknown-key = “{ $found }” has no meaning here. Check the spelling; possible are: { $right }.
mistake-twice = “{ $found }” is there twice. Remove one of the two, or rename it.
mistake-bad-name = “{ $found }” cannot be a name. Use small letters (a to z), digits and “_”, a letter first, { $right } characters at most.
mistake-bad-language = “{ $found }” is not a language code. Use one such as en, ar or pt-BR.
mistake-not-a-number = “{ $found }” is not the kind of number that belongs here. Write digits, such as 3 or 0.5; weights and points are whole numbers.
mistake-out-of-range = { $found } is outside the limits. Keep within { $right }.
mistake-not-one-of = “{ $found }” is not possible here. Exactly one of these is: { $right }. Please choose.
mistake-no-traits = This list has { $found } traits. Give it at least one, and { $right } at most.
mistake-unknown-trait = The catalogue has no trait “{ $found }”. Check the spelling, or describe the trait yourself with “trait”, “name” and “about”.
mistake-not-earlier = There is no trait “{ $found }” above this one. A condition can only look back: check the name, or move that trait up.
mistake-unknown-option = “{ $found }” is not an option in every wording of that question. Use one of these: { $right }.
mistake-no-minimum-price = “{ $found }” is a share of your minimum price, and the list has none in this currency. Add one, such as “minimum_price: 1500 USD”.
mistake-not-a-price = “{ $found }” is not a price or a currency that is known. Write a price such as { $right }, and a currency by its three-letter code, such as USD.
mistake-not-a-duration = “{ $found }” is not a length of time. Write it like one of these: { $right }.
mistake-wrong-order = These limits are in the wrong order: { $found }. Put the larger one first after at_least, the smaller one first anywhere else, and each limit only once.
mistake-limits-crossed = The lower limit here is { $found }, and the upper one is { $right }, which leaves nothing between them. Swap them, or change one.
mistake-bands-crossed = “conditions” begins at { $found } here, and “accept” at { $right }. Let “accept” begin at the higher score.
mistake-weight-without-fit = A weight needs answers that can be weighed, in every wording. Give the text or the address a fit (“given: 1”), or take out the weight.

## Findings

finding-untranslated = “{ $trait }”: a text is missing in the language “{ $detail }”. Add it, or another language is shown in its place.
finding-never-asked = “{ $trait }” is never asked, at least in one wording: no answer about “{ $detail }” meets all conditions. Change or remove its conditions.
finding-never-matters =
    { $detail ->
        [to] “{ $trait }”, asked of the prospect: all answers have the same fit, so it makes no difference. Give them different fits, or drop the trait.
       *[about] “{ $trait }”, asked of a member: all answers have the same fit, so it makes no difference. Give them different fits, or drop the trait.
    }
finding-never-fails =
    { $detail ->
        [to] “{ $trait }” is a deal-breaker, but no answer of the prospect can fail it. Lower the fit of the worst answer, or raise the limit.
       *[about] “{ $trait }” is a deal-breaker, but no answer of a member can fail it. Lower the fit of the worst answer, or raise the limit.
    }
finding-impossible-verdict =
    { $detail ->
        [accept] “{ $trait }”: complete answers never lead to “accept”. Check the fits, the deal-breakers and the bands.
        [decline] “{ $trait }”: complete answers never lead to “decline”. Check the fits, the remedies and the bands.
       *[conditions] “{ $trait }”: complete answers never lead to “accept with conditions”. Check the fits, the remedies and the bands.
    }
finding-double-label = “{ $trait }”: two options are called “{ $detail }”, so nobody can tell which of them is meant. Rename one.
finding-command-label = “{ $trait }”: the option “{ $detail }” is a command as well, which cannot be given while this is asked. Put it in other words.
finding-number-label = “{ $trait }”: the option “{ $detail }” stands at another place, so that its number means two things. Move it there, or add a word to it.

## A copy of a list

own-list-name = My list ({ $name })
own-list-check = After each change, check it: qualify-bot profile check FILE
own-list-use = Then use it: qualify-bot chat NAME --profile FILE
mistake-shipped-name = “{ $found }” is the id of a list that comes with the bot. Give yours another one, for instance: { $right }
