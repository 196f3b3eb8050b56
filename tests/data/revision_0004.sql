-- What the program of commit 4455ef5, with revision 0004 of the tables, made of the database of
-- revision 0003, with a post, a typed answer, a choice, a lease and an installation on Slack. Ids are
-- shorter than real ones, to be read by people. For SQLite and PostgreSQL; times are in UTC.

INSERT INTO teams (
    team_id, verdict_address, created_at, retention_days
) VALUES
    ('00000001', 'screen:home:verdicts', '2026-03-01 09:00:01.000000', 365),
    ('00000029', NULL, '2026-03-01 09:01:21.000000', NULL);

INSERT INTO spaces (
    platform, space, team_id
) VALUES
    ('screen', 'away', '00000029'),
    ('screen', 'home', '00000001');

INSERT INTO profile_versions (
    team_id, profile_id, version, digest, document, created_at
) VALUES
    ('00000001', 'short', 1, '26bf6b9611556181c89920875677eac55441f8775c4ba9f7894d04aba66df61e', '{"list":"short","name":{"en":"Short","ar":"قصيرة"},"subject":"prospect","bands":{"accept":"75","conditions":"50"},"summary":"yes","traits":[{"trait":"paid","name":{"en":"Pays first","ar":"يدفع أولًا"},"weight":"3","deal_breaker":"0.5","unknown":"0.2","about":{"question":{"en":"Is some of it paid first?","ar":"هل يُدفع شيء أولًا؟"},"answer":"yes_no","yes":"1","no":"0"},"to":{"question":{"en":"Do you pay some of it first?","ar":"هل تدفع شيئًا أولًا؟"},"answer":"yes_no","yes":"1","no":"0"}},{"trait":"fee","name":{"en":"Fee","ar":"الأجر"},"weight":"2","deal_breaker":"no","unknown":"0.2","about":{"question":{"en":"What is the fee?","ar":"كم الأجر؟"},"answer":"money","currency":"USD","fit":{"at_least":{"2000":"1","1000":"0.4"},"otherwise":"0"}},"to":{"question":{"en":"What is your budget?","ar":"كم ميزانيتك؟"},"answer":"money","currency":"USD","fit":{"at_least":{"2000":"1","1000":"0.4"},"otherwise":"0"}}}]}', '2026-03-01 09:00:01.000000'),
    ('00000029', 'short', 1, '26bf6b9611556181c89920875677eac55441f8775c4ba9f7894d04aba66df61e', '{"list":"short","name":{"en":"Short","ar":"قصيرة"},"subject":"prospect","bands":{"accept":"75","conditions":"50"},"summary":"yes","traits":[{"trait":"paid","name":{"en":"Pays first","ar":"يدفع أولًا"},"weight":"3","deal_breaker":"0.5","unknown":"0.2","about":{"question":{"en":"Is some of it paid first?","ar":"هل يُدفع شيء أولًا؟"},"answer":"yes_no","yes":"1","no":"0"},"to":{"question":{"en":"Do you pay some of it first?","ar":"هل تدفع شيئًا أولًا؟"},"answer":"yes_no","yes":"1","no":"0"}},{"trait":"fee","name":{"en":"Fee","ar":"الأجر"},"weight":"2","deal_breaker":"no","unknown":"0.2","about":{"question":{"en":"What is the fee?","ar":"كم الأجر؟"},"answer":"money","currency":"USD","fit":{"at_least":{"2000":"1","1000":"0.4"},"otherwise":"0"}},"to":{"question":{"en":"What is your budget?","ar":"كم ميزانيتك؟"},"answer":"money","currency":"USD","fit":{"at_least":{"2000":"1","1000":"0.4"},"otherwise":"0"}}}]}', '2026-03-01 09:01:21.000000');

INSERT INTO prospects (
    team_id, prospect_id, name, name_key, created_at
) VALUES
    ('00000001', '00000003', 'Acme', 'acme', '2026-03-01 09:00:01.000000'),
    ('00000001', '0000000d', 'شركة "النور" & O''Neil', 'شركة "النور" & o''neil', '2026-03-01 09:00:07.000000'),
    ('00000001', '00000013', 'Cora', 'cora', '2026-03-01 09:00:10.000000'),
    ('00000001', '00000018', 'Dune', 'dune', '2026-03-01 09:01:13.000000'),
    ('00000001', '0000001c', 'Echo', 'echo', '2026-03-01 09:01:14.000000'),
    ('00000001', '00000024', 'Fern', 'fern', '2026-03-01 09:01:18.000000'),
    ('00000029', '0000002b', 'Acme', 'acme', '2026-03-01 09:01:21.000000');

INSERT INTO interviews (
    team_id, interview_id, prospect_id, number, profile_id, version, respondent, language, address, stage, aside, changing, attempts, step, replaced, revision, created_at, changed_at, offered
) VALUES
    ('00000001', '00000002', '00000003', 1, 'short', 1, 'member', 'en', 'screen:home:finished', 'finished', NULL, NULL, 0, 5, '{"trait": "fee", "response": {"amount": ["2000", "2000"], "currency": "USD"}, "given_on": "2026-03-01"}', 6, '2026-03-01 09:00:01.000000', '2026-03-01 09:00:06.000000', NULL),
    ('00000001', '0000000c', '0000000d', 1, 'short', 1, 'member', 'ar', 'screen:home:paused', 'paused', NULL, NULL, 0, 1, NULL, 3, '2026-03-01 09:00:07.000000', '2026-03-01 09:00:09.000000', NULL),
    ('00000001', '00000012', '00000013', 1, 'short', 1, 'member', 'en', 'screen:home:waiting', 'open', NULL, NULL, 0, 1, NULL, 2, '2026-03-01 09:00:10.000000', '2026-03-01 09:00:11.000000', NULL),
    ('00000001', '00000017', '00000018', 1, 'short', 1, 'member', 'en', 'screen:home:given-up', 'open', NULL, NULL, 0, 0, NULL, 1, '2026-03-01 09:01:13.000000', '2026-03-01 09:01:13.000000', NULL),
    ('00000001', '0000001b', '0000001c', 1, 'short', 1, 'prospect', 'en', 'screen:home:prospect', 'finished', NULL, NULL, 0, 3, NULL, 4, '2026-03-01 09:01:14.000000', '2026-03-01 09:01:17.000000', NULL),
    ('00000001', '00000023', '00000024', 1, 'short', 1, 'member', 'en', 'screen:home:offered', 'open', NULL, NULL, 0, 1, NULL, 3, '2026-03-01 09:01:18.000000', '2026-03-01 09:01:20.000000', '[{"amount": ["1.5", "1.5"], "currency": "USD"}, {"amount": ["1500", "1500"], "currency": "USD"}]'),
    ('00000029', '0000002a', '0000002b', 1, 'short', 1, 'member', 'en', 'screen:away:finished', 'open', NULL, NULL, 0, 0, NULL, 1, '2026-03-01 09:01:21.000000', '2026-03-01 09:01:21.000000', NULL);

INSERT INTO answers (
    team_id, interview_id, entry, position, trait, response, given_on, superseded_at
) VALUES
    ('00000001', '00000002', 1, 0, 'paid', '{"picked": "yes"}', '2026-03-01', NULL),
    ('00000001', '00000002', 2, 1, 'fee', '{"amount": ["2000", "2000"], "currency": "USD"}', '2026-03-01', '2026-03-01 09:00:06.000000'),
    ('00000001', '00000002', 3, 1, 'fee', '{"amount": ["900", "900"], "currency": "USD"}', '2026-03-01', NULL),
    ('00000001', '0000000c', 1, 0, 'paid', '{"picked": "yes"}', '2026-03-01', NULL),
    ('00000001', '00000012', 1, 0, 'paid', '{"picked": "no"}', '2026-03-01', NULL),
    ('00000001', '0000001b', 1, 0, 'paid', '{"picked": "yes"}', '2026-03-01', NULL),
    ('00000001', '0000001b', 2, 1, 'fee', '{"amount": ["3000", "3000"], "currency": "USD"}', '2026-03-01', NULL),
    ('00000001', '00000023', 1, 0, 'paid', '{"picked": "yes"}', '2026-03-01', NULL);

INSERT INTO verdicts (
    team_id, interview_id, number, verdict, score, step, created_at
) VALUES
    ('00000001', '00000002', 1, 'accept', '100', 3, '2026-03-01 09:00:04.000000'),
    ('00000001', '00000002', 2, 'conditions', '60', 5, '2026-03-01 09:00:06.000000'),
    ('00000001', '0000001b', 1, 'accept', '100', 3, '2026-03-01 09:01:17.000000');

INSERT INTO conversations (
    team_id, address, interview_id
) VALUES
    ('00000001', 'screen:home:finished', '00000002'),
    ('00000001', 'screen:home:given-up', '00000017'),
    ('00000001', 'screen:home:offered', '00000023'),
    ('00000001', 'screen:home:paused', '0000000c'),
    ('00000001', 'screen:home:prospect', '0000001b'),
    ('00000001', 'screen:home:verdicts', NULL),
    ('00000001', 'screen:home:waiting', '00000012'),
    ('00000029', 'screen:away:finished', '0000002a');

INSERT INTO inbox (
    team_id, event_id, received_at
) VALUES
    ('00000001', 'event 1', '2026-03-01 09:00:01.000000'),
    ('00000001', 'event 10', '2026-03-01 09:00:10.000000'),
    ('00000001', 'event 11', '2026-03-01 09:00:11.000000'),
    ('00000001', 'event 12', '2026-03-01 09:01:13.000000'),
    ('00000001', 'event 13', '2026-03-01 09:01:14.000000'),
    ('00000001', 'event 14', '2026-03-01 09:01:15.000000'),
    ('00000001', 'event 15', '2026-03-01 09:01:16.000000'),
    ('00000001', 'event 16', '2026-03-01 09:01:17.000000'),
    ('00000001', 'event 17', '2026-03-01 09:01:18.000000'),
    ('00000001', 'event 18', '2026-03-01 09:01:19.000000'),
    ('00000001', 'event 19', '2026-03-01 09:01:20.000000'),
    ('00000001', 'event 2', '2026-03-01 09:00:02.000000'),
    ('00000001', 'event 3', '2026-03-01 09:00:03.000000'),
    ('00000001', 'event 4', '2026-03-01 09:00:04.000000'),
    ('00000001', 'event 5', '2026-03-01 09:00:05.000000'),
    ('00000001', 'event 6', '2026-03-01 09:00:06.000000'),
    ('00000001', 'event 7', '2026-03-01 09:00:07.000000'),
    ('00000001', 'event 8', '2026-03-01 09:00:08.000000'),
    ('00000001', 'event 9', '2026-03-01 09:00:09.000000'),
    ('00000029', 'event 20', '2026-03-01 09:01:21.000000');

INSERT INTO outbox (
    team_id, address, number, key, platform, interview_id, asks, card, state, attempts, due_at, leased_until, reason, created_at, settled_at, doubtful, notice, post, showing, thread
) VALUES
    ('00000001', 'screen:home:finished', 1, '00000004', 'screen', '00000002', FALSE, NULL, 'sent', 1, '2026-03-01 09:00:01.000000', NULL, NULL, '2026-03-01 09:00:01.000000', '2026-03-01 09:00:01.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:finished', 2, '00000005', 'screen', '00000002', TRUE, NULL, 'sent', 1, '2026-03-01 09:00:01.000000', NULL, NULL, '2026-03-01 09:00:01.000000', '2026-03-01 09:00:01.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:finished', 3, '00000006', 'screen', '00000002', TRUE, NULL, 'sent', 1, '2026-03-01 09:00:02.000000', NULL, NULL, '2026-03-01 09:00:02.000000', '2026-03-01 09:00:02.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:finished', 4, '00000007', 'screen', '00000002', TRUE, NULL, 'sent', 1, '2026-03-01 09:00:03.000000', NULL, NULL, '2026-03-01 09:00:03.000000', '2026-03-01 09:00:03.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:finished', 5, '00000008', 'screen', '00000002', FALSE, NULL, 'sent', 1, '2026-03-01 09:00:04.000000', NULL, NULL, '2026-03-01 09:00:04.000000', '2026-03-01 09:00:04.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:finished', 6, '00000009', 'screen', '00000002', FALSE, NULL, 'sent', 1, '2026-03-01 09:00:05.000000', NULL, NULL, '2026-03-01 09:00:05.000000', '2026-03-01 09:00:05.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:finished', 7, '0000000a', 'screen', '00000002', TRUE, NULL, 'sent', 1, '2026-03-01 09:00:05.000000', NULL, NULL, '2026-03-01 09:00:05.000000', '2026-03-01 09:00:05.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:finished', 8, '0000000b', 'screen', '00000002', FALSE, NULL, 'sent', 1, '2026-03-01 09:00:06.000000', NULL, NULL, '2026-03-01 09:00:06.000000', '2026-03-01 09:00:06.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:given-up', 1, '00000019', 'screen', '00000017', FALSE, '{"language": "en", "step": null, "burst": false, "blocks": [{"block": "Paragraph", "text": "Let''s see whether \u2068Dune\u2069 fits your list \u201c\u2068Short\u2069\u201d.\n\u2068At most \u20682\u2069 questions, one at a time. Each answer is kept as you give it, so stop whenever you like.\u2069", "quiet": false}]}', 'parked', 1, '2026-03-01 09:01:13.000000', NULL, 'channel_not_found', '2026-03-01 09:01:13.000000', '2026-03-01 09:01:13.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:given-up', 2, '0000001a', 'screen', '00000017', TRUE, NULL, 'sent', 1, '2026-03-01 09:01:13.000000', NULL, NULL, '2026-03-01 09:01:13.000000', '2026-03-01 09:01:13.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:offered', 1, '00000025', 'screen', '00000023', FALSE, NULL, 'sent', 1, '2026-03-01 09:01:18.000000', NULL, NULL, '2026-03-01 09:01:18.000000', '2026-03-01 09:01:18.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:offered', 2, '00000026', 'screen', '00000023', TRUE, NULL, 'sent', 1, '2026-03-01 09:01:18.000000', NULL, NULL, '2026-03-01 09:01:18.000000', '2026-03-01 09:01:18.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:offered', 3, '00000027', 'screen', '00000023', TRUE, NULL, 'sent', 1, '2026-03-01 09:01:19.000000', NULL, NULL, '2026-03-01 09:01:19.000000', '2026-03-01 09:01:19.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:offered', 4, '00000028', 'screen', '00000023', TRUE, NULL, 'sent', 1, '2026-03-01 09:01:20.000000', NULL, NULL, '2026-03-01 09:01:20.000000', '2026-03-01 09:01:20.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:paused', 1, '0000000e', 'screen', '0000000c', FALSE, NULL, 'sent', 1, '2026-03-01 09:00:07.000000', NULL, NULL, '2026-03-01 09:00:07.000000', '2026-03-01 09:00:07.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:paused', 2, '0000000f', 'screen', '0000000c', TRUE, NULL, 'sent', 1, '2026-03-01 09:00:07.000000', NULL, NULL, '2026-03-01 09:00:07.000000', '2026-03-01 09:00:07.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:paused', 3, '00000010', 'screen', '0000000c', TRUE, NULL, 'sent', 1, '2026-03-01 09:00:08.000000', NULL, NULL, '2026-03-01 09:00:08.000000', '2026-03-01 09:00:08.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:paused', 4, '00000011', 'screen', '0000000c', FALSE, NULL, 'sent', 1, '2026-03-01 09:00:09.000000', NULL, NULL, '2026-03-01 09:00:09.000000', '2026-03-01 09:00:09.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:prospect', 1, '0000001d', 'screen', '0000001b', FALSE, NULL, 'sent', 1, '2026-03-01 09:01:14.000000', NULL, NULL, '2026-03-01 09:01:14.000000', '2026-03-01 09:01:14.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:prospect', 2, '0000001e', 'screen', '0000001b', TRUE, NULL, 'sent', 1, '2026-03-01 09:01:14.000000', NULL, NULL, '2026-03-01 09:01:14.000000', '2026-03-01 09:01:14.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:prospect', 3, '0000001f', 'screen', '0000001b', TRUE, NULL, 'sent', 1, '2026-03-01 09:01:15.000000', NULL, NULL, '2026-03-01 09:01:15.000000', '2026-03-01 09:01:15.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:prospect', 4, '00000020', 'screen', '0000001b', TRUE, NULL, 'sent', 1, '2026-03-01 09:01:16.000000', NULL, NULL, '2026-03-01 09:01:16.000000', '2026-03-01 09:01:16.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:prospect', 5, '00000021', 'screen', '0000001b', FALSE, NULL, 'sent', 1, '2026-03-01 09:01:17.000000', NULL, NULL, '2026-03-01 09:01:17.000000', '2026-03-01 09:01:17.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:verdicts', 1, '00000022', 'screen', '0000001b', FALSE, '{"language": "en", "step": null, "burst": false, "blocks": [{"block": "Heading", "text": "\u2068Echo\u2069: \u2068accept\u2069 \u00b7 \u2068100.0\u2069 of 100"}, {"block": "Paragraph", "text": "\u2068Echo\u2069 fits your list: \u206875\u2069 or more is a yes.", "quiet": false}, {"block": "Fields", "rows": [["Pays first", "\u2068Yes\u2069 \u00b7 \u206860.0\u2069 of \u206860.0\u2069"], ["Fee", "\u20683,000 USD\u2069 \u00b7 \u206840.0\u2069 of \u206840.0\u2069"], ["Score", "\u2068100.0\u2069 of \u2068100.0\u2069"]]}, {"block": "Paragraph", "text": "Points are rounded so that they add up to the score. List \u201c\u2068Short\u2069\u201d, version \u20681\u2069.", "quiet": true}, {"block": "Buttons", "buttons": [{"label": "Change an answer", "press": {"verb": "change", "interview": "0000001b", "step": 3, "trait": "", "option": ""}}, {"label": "Start over", "press": {"verb": "restart", "interview": "0000001b", "step": 3, "trait": "", "option": ""}}]}]}', 'pending', 1, '2026-03-01 09:02:17.000000', NULL, NULL, '2026-03-01 09:01:17.000000', NULL, TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:waiting', 1, '00000014', 'screen', '00000012', FALSE, '{"language": "en", "step": null, "burst": false, "blocks": [{"block": "Paragraph", "text": "Let''s see whether \u2068Cora\u2069 fits your list \u201c\u2068Short\u2069\u201d.\n\u2068At most \u20682\u2069 questions, one at a time. Each answer is kept as you give it, so stop whenever you like.\u2069", "quiet": false}]}', 'pending', 2, '2026-03-01 09:02:12.000000', NULL, NULL, '2026-03-01 09:00:10.000000', NULL, TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:waiting', 2, '00000015', 'screen', '00000012', TRUE, NULL, 'overtaken', 1, '2026-03-01 09:00:10.000000', NULL, NULL, '2026-03-01 09:00:10.000000', '2026-03-01 09:01:12.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000001', 'screen:home:waiting', 3, '00000016', 'screen', '00000012', TRUE, '{"language": "en", "step": 1, "burst": false, "blocks": [{"block": "Paragraph", "text": "Question \u20682\u2069 of at most \u20682\u2069 \u00b7 \u2068Cora\u2069", "quiet": true}, {"block": "Heading", "text": "What is the fee?"}, {"block": "Paragraph", "text": "An amount in \u2068USD\u2069. For example: \u20682500 USD\u2069. Your list looks for \u20682,000 USD\u2069 or more.", "quiet": true}, {"block": "Buttons", "buttons": [{"label": "Don''t know", "press": {"verb": "dont-know", "interview": "00000012", "step": 1, "trait": "", "option": ""}}, {"label": "Skip", "press": {"verb": "skip", "interview": "00000012", "step": 1, "trait": "", "option": ""}}, {"label": "Does not apply", "press": {"verb": "not-applicable", "interview": "00000012", "step": 1, "trait": "", "option": ""}}, {"label": "Back", "press": {"verb": "back", "interview": "00000012", "step": 1, "trait": "", "option": ""}}, {"label": "Change an answer", "press": {"verb": "change", "interview": "00000012", "step": 1, "trait": "", "option": ""}}, {"label": "Why?", "press": {"verb": "why", "interview": "00000012", "step": 1, "trait": "", "option": ""}}, {"label": "Pause", "press": {"verb": "pause", "interview": "00000012", "step": 1, "trait": "", "option": ""}}, {"label": "Help", "press": {"verb": "help", "interview": "00000012", "step": 1, "trait": "", "option": ""}}]}]}', 'pending', 1, '2026-03-01 09:00:11.000000', NULL, NULL, '2026-03-01 09:00:11.000000', NULL, TRUE, FALSE, NULL, 'anew', NULL),
    ('00000029', 'screen:away:finished', 1, '0000002c', 'screen', '0000002a', FALSE, NULL, 'sent', 1, '2026-03-01 09:01:21.000000', NULL, NULL, '2026-03-01 09:01:21.000000', '2026-03-01 09:01:21.000000', TRUE, FALSE, NULL, 'anew', NULL),
    ('00000029', 'screen:away:finished', 2, '0000002d', 'screen', '0000002a', TRUE, NULL, 'sent', 1, '2026-03-01 09:01:21.000000', NULL, NULL, '2026-03-01 09:01:21.000000', '2026-03-01 09:01:21.000000', TRUE, FALSE, NULL, 'anew', NULL);

INSERT INTO posts (
    team_id, address, post, message_id, interview_id, shown_at
) VALUES
    ('00000001', 'screen:home:finished', '00000002:paid', '1772355720.000100', '00000002', '2026-03-01 09:02:00.000000');

INSERT INTO said (
    team_id, address, message_id, interview_id, trait, first, text, said_at
) VALUES
    ('00000001', 'screen:home:finished', '1772355721.000100', '00000002', 'paid', '1772355721.000100', '["yes"]', '2026-03-01 09:02:00.000000');

INSERT INTO members (
    team_id, address, language, zone
) VALUES
    ('00000001', 'screen:home:finished', 'ar', 'Africa/Cairo');

INSERT INTO reminders (
    team_id, interview_id, platform, zone, times, due_at
) VALUES
    ('00000001', '0000000c', 'screen', 'UTC', 0, '2026-03-01 09:00:09.000000'),
    ('00000001', '00000012', 'screen', 'UTC', 0, '2026-03-01 09:00:11.000000'),
    ('00000001', '00000017', 'screen', 'UTC', 0, '2026-03-01 09:01:13.000000'),
    ('00000001', '00000023', 'screen', 'UTC', 0, '2026-03-01 09:01:20.000000'),
    ('00000029', '0000002a', 'screen', 'UTC', 0, '2026-03-01 09:01:21.000000');

INSERT INTO audit_log (
    team_id, entry_id, at, actor, action, subject
) VALUES
    ('00000001', '0000002e', '2026-03-01 09:01:30.000000', 'retention', 'retention-set', '00000001');

INSERT INTO leases (
    name, until
) VALUES
    ('rotation', '2026-03-01 09:02:00.000000');

INSERT INTO slack_bots (
    id, client_id, app_id, enterprise_id, enterprise_name, team_id, team_name, bot_token, bot_id, bot_user_id, bot_scopes, bot_refresh_token, bot_token_expires_at, is_enterprise_install, installed_at
) VALUES
    (1, 'a client', 'A1', NULL, NULL, 'T1', 'Home', '"xoxb-0"', 'B1', 'UBOT', 'commands', NULL, NULL, FALSE, '2026-03-01 09:02:00.000000');

INSERT INTO slack_installations (
    id, client_id, app_id, enterprise_id, enterprise_name, team_id, team_name, bot_token, bot_id, bot_user_id, bot_scopes, bot_refresh_token, bot_token_expires_at, is_enterprise_install, installed_at, enterprise_url, user_id, user_token, user_scopes, user_refresh_token, user_token_expires_at, incoming_webhook_url, incoming_webhook_channel, incoming_webhook_channel_id, incoming_webhook_configuration_url, token_type
) VALUES
    (1, 'a client', 'A1', NULL, NULL, 'T1', 'Home', '"xoxb-0"', 'B1', 'UBOT', 'commands', NULL, NULL, FALSE, '2026-03-01 09:02:00.000000', NULL, 'U1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO slack_oauth_states (
    id, state, expire_at
) VALUES
    (1, 'a state', '2026-03-01 09:02:00.000000');
