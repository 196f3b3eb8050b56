"""The product: whether to work with somebody, decided before saying yes. No platform, no database.

The map of the package:

    profile, kinds, weighing    the list of traits, what an answer may be, how well it fits
    events -> interview -> effects     advance(): every rule about where an interview goes next
    ordering, verdict           which trait next; score, ledger, conditions
    understanding/              typed text -> event
    cards, scene, phrases, wording, question_card, verdict_card     effects -> cards, in words
    profile_file, kind_reader, kind_writer, list_nodes     lists as YAML
    profile_check, possible     what makes a list unusable or pointless
    catalogues                  the texts of every language, read from locales/
    ports, service, relay       one event, one transaction; what it wrote, delivered
    settings, cli/, __main__    the command line and composition root
"""
