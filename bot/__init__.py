"""The product: whether to work with somebody, decided before saying yes. No platform, no database.

The map of the package:

    profile, kinds, weighing, answers    traits, what an answer may be, how well it fits
    snapshot                             an interview as it stands, and what is open in it
    events -> interview -> effects       advance(): every rule about where an interview goes next
    ordering, verdict, rounding          which trait next; score, ledger, conditions
    understanding/                       typed text -> event
    cards, scene, phrases                neutral cards, and the words of one language
    shortening                           texts cut to what a place can show
    wording, question_card, offer_card                     effects -> cards
    verdict_card, record_cards, overview                   verdicts and records -> cards
    messages, settled_card               who is shown which card, and what becomes of earlier ones
    typed, retyping, typed_commands      typed words: answers, corrections, words behind a command
    export                               everything on record, as files
    door, linking                        prospects who come in; one team over several spaces
    profile_file, trait_reader, kind_reader, list_nodes    YAML -> lists, with every mistake named
    profile_writer, kind_writer          lists -> YAML
    profile_check, possible              what makes a list that reads well unusable or pointless
    catalogues                           the texts of every language
    catalogue_check, catalogue_use, text_check    whether they are complete, used, and sound
    arrivals, ports, records             what arrives; what the service needs of world and database
    service, turns                       one event, one transaction
    relay, quiet, running                delivered, reminded, at work
    settings, composition                the composition root
    command_line, command_parts, *_commands               the commands
"""
