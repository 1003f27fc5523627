"""Groups of words that mean much the same in incident response, written by hand (assumption).

They name the trade, not any scenario. A line starts with the name of a group; phrases follow, separated by
commas. An underscore stands for up to four words in between: "take _ down" finds "take the service down".
"""

WRITTEN = """
press: press, pr, public relations, communications, comms, corporate communications, media team, media
    relations, spokesperson, spokeswoman, spokesman, press office, social media team, newspapers, marketing
    communications, external communications
journalist: journalist, reporter, newspaper, news outlet, media, blogger, press enquiry
legal: legal, lawyer, counsel, attorney, general counsel, gc, advocate, solicitor, law firm, legal
    department, legal team
privacy: dpo, data protection, data protection officer, privacy, privacy officer, privacy team, gdpr,
    personal data
executive: executive, ceo, cto, coo, cfo, cio, cro, chief executive, managing director, director,
    leadership, management, board, boss, c-suite, senior management, head of, vp, president, chief, manager,
    upper management, exec, crisis team, owner, product owner, business owner
security: security, ciso, soc, infosec, security team, cert, csirt, security operations, incident response
    team, ir team, incident response, information security, blue team
regulator: regulator, supervisory authority, authority, ico, watchdog, commissioner, data protection
    authority, government agency, competent authority, enisa, bafin
police: police, law enforcement, prosecutor, criminal complaint, fbi, cybercrime unit
vendor: vendor, supplier, provider, third party, third-party, hosting company, hosting provider, processor,
    subcontractor, model vendor, manufacturer, cloud provider, publisher, maintainer, author
customer: customer, client, user, consumer, shopper, subscriber, account holder, data subject, individual,
    those affected, affected person, affected people, end user, buyer
staff: staff, employee, colleague, workforce, internal team, everyone in the company, coworker
engineer: engineer, engineering, developer, technical, technician, platform team, devops, sre, technical
    team, data scientist, machine learning team, ml team, ops, operations, tech team, it team
lead: incident commander, incident lead, in charge, incident manager, lead, take charge, take command,
    coordinator, responsible person, person responsible, single owner, named person, who leads, commander,
    duty manager, point person
oncall: on-call, on call, pager, duty officer, rota, standby
human: human, person, agent, live agent, human agent, manual, by hand, people, analyst, staffed, manually,
    human being, operator, human in the loop, reviewer, real person
investigator: forensics, investigator, forensic team, evidence team, examiner, forensic
insurer: insurer, insurance, underwriter, broker
partner: partner, integration, downstream, reseller, third parties, integrations, other systems, connected
    system, consumers of the data, subprocessor
inform: inform, notify, tell, alert, call, phone, ring, brief, let _ know, message, heads-up, ping,
    escalate, contact, reach out, email, warn, report to, make aware, speak with, speak to, announce, write
    to, telephone, page, loop in, get hold of, advise, note to, mail, hear from, talk to
draft: draft, write, prepare, compose, word, author, text, wording, formulate
approve: approve, sign-off, sign off, approval, authorise, authorize, permission, green light, say yes, says
    yes, go/no-go, final word, last word, clear, release, ok, sign, accept, consent, blessing, decide,
    decision, make that call, makes the call, vote
authority: authority, who decides, decision maker, empowered, mandate, delegated, make the call, makes that
    call, responsible for the decision, final say, say so, decision
declare: declare, open an incident, raise an incident, start the incident process, war room, bridge,
    incident channel, open a bridge, call an incident, incident process, sev1, severity, invoke, activate
    the plan, p1, major incident, crisis room, incident room
review: review, check, read, proofread, go over, look over, second pair of eyes, read through, vet, peer
    review
single: one voice, single spokesperson, only spokesperson, single point, one person speaks, refer all
    enquiries, no comment, not comment, do not comment, refer enquiries, stay silent, one channel, redirect
    enquiries
apologise: apologise, apologize, sorry, apology, regret
acknowledge: acknowledge, aware, known issue, own up, admit, recognise, experiencing, we know, confirm
nextupdate: next update, post again, write again, update you, every hour, every thirty minutes, keep you
    posted, another update, status update, update by, regular updates, cadence, will update
nospeculation: not speculate, no speculation, speculate, under investigation, still investigating,
    investigate, do not know yet, don't know yet, can't say more, theory, guess, facts only, only what we
    know, confirmed facts, stick to facts, cause is not known
transparent: transparent, honest, openly, plainly, candid, plain language, open about
compensate: compensate, voucher, refund, reimburse, credit, goodwill, make good, pay back
disable: disable, turn off, turn _ off, switch off, switch _ off, shut down, shut _ down, shut off, shut it
    off, shut, take _ down, take down, take _ offline, take offline, pull the plug, kill switch, kill, stop,
    suspend, pause, offline, deactivate, pull _ from, goes dark, close, unplug, halt, freeze, take _ out of
    service, pull it, bring _ down, maintenance page, maintenance mode, remove _ from, go dark, take out of
    service, pulled, off the air, withdraw, go offline, put on hold
restrict: restrict, limit, cap, reduce, narrow, limited mode, restricted mode, maximum, ceiling, read-only
    mode, lock down, lower, degrade, safe mode, tighten, only accept, minimal
block: block, ban, revoke, cut off, cut _ off, deny, blacklist, deny-list, denylist, refuse, reject,
    suspend, blocklist, waf, firewall, filter out, drop, barred, kick out, lock out, deny-all, disable
filter: filter, guardrail, classifier, moderation, input validation, output filter, pattern, rule, content
    filter, safety layer, sanitise, sanitize, blocklist, prompt shield, detector
throttle: rate limit, ratelimit, rate-limit, throttle, quota, per-key limit, per minute, per second,
    per-user limit, fair share, slow down, requests per, cap requests
size: size, length, token limit, max tokens, long requests, tokens, huge, large input, prompt length, big
    prompts, oversized, characters, maximum length, context length
budget: budget, spend, spending, cost, bill, invoice, cost limit, spending cap, circuit breaker, price,
    money, finance, billing, expense
prioritise: prioritise, prioritize, priority, queue, important, critical, graceful degradation, load
    shedding, shed, off-peak, smaller model, cache, essential, degrade, low priority, best effort, vip,
    small model
fallback: fallback, fall back, alternative, backup, workaround, static page, static faq, faq, contact form,
    phone number, call centre, call center, hotline, help page, phone line, email support, another way,
    other channel, in the meantime, phone, telephone, form, replacement, plan b, by phone, emergency mode,
    route to, redirect, instead they get, failover, helpdesk
scaleup: scale up, autoscale, autoscaler, more gpus, more capacity, add nodes, capacity, hardware, more
    servers, bigger machines, more machines, scale out, add capacity, extra servers
isolate: isolate, quarantine, disconnect, fence, fence off, fenced off, separate, segregate, cut network,
    air-gap, off the network, unplug, deny-all, contain, segment, network isolation, sandbox, stop the
    container, cordon, detach, pull the cable
rotate: rotate, change, reset, reissue, renew, revoke, new keys, replace keys, roll the keys, new passwords,
    compromised, invalidate, expire, regenerate, cycle the keys
rollback: roll back, rollback, revert, previous version, go back, last known good, old model, earlier
    version, return to, put _ back, older version, former version, restore, prior version, back to, step
    back, last good
freeze: freeze, pause training, stop retraining, pause the pipeline, stop the job, stop the pipeline,
    disable ingest, block new data, hold ingestion, stop, pause, halt, disable, lock, suspend
hold: hold, withhold, delay, park, pend, put on hold, stop payment, hold back
patch: patch, fix, hotfix, repair, correct, remediate, correction, remedy, mitigate, solution
restore: restore, bring _ back, re-enable, turn _ switch _ redeploy, reopen, relaunch, go live, goes live,
    put _ back, resume, come back, comes back, reinstate, back online, return to service, return to normal,
    release, switch on, reactivate, recover, restart
condition: criteria, condition, when, once, until, after, only if, as soon as, unless, provided that, not
    before, before we, threshold, exit criteria, gate, prerequisite
staged: canary, staged, staged rollout, gradual, gradually, phased, step by step, few percent, percent,
    small group, pilot, small share, incremental, rollout, shadow mode, ramp, ramp up, slowly, limited
    group, portion
monitor: monitor, watch, observe, keep an eye, dashboard, alarm, alert, metric, alerting, telemetry, track,
    look out for, measure, detection, observation, surveillance
check: check, verify, confirm, validate, ensure, make sure, look whether, find out, see if, see whether,
    examine, prove, test, know whether, know if, establish, determine, double-check, assess, ascertain
reproduce: reproduce, replay, repeat, rerun, simulate, recreate, re-run, test it ourselves, on staging, try
    it ourselves, replicate, own copy
genuine: genuine, real, true, authentic, fake, really happened, ever happened, hoax, photoshopped,
    fabricated, actually happened, proof
search: search, query, grep, look for, look through, look in, comb, hunt, find, scan, trawl, go through,
    sift, go back through, filter for, dig through, look up, trace, inspect
timeframe: when, since, timeline, window, first occurrence, start date, earliest, began, how long, time
    window, duration, launch, since when, timeframe, until when, period, deployment date, starting from,
    first seen, go back to
count: count, how many, tally, add up, add _ up, total, quantify, headcount, estimate, volume, figure,
    amount, sum, size of
kind: type, category, sensitivity, classification, classify, pii, sensitive, class, tag, what data, which
    data, payment data, card data, health data, nature, special category, fields, which information, address
cause: cause, root cause, mechanism, why, reason, reproduce, bug, origin, work out how, how it happened,
    cache, session, permission, access control, tenant isolation, misconfiguration, mix-up, fault, shared,
    explain how, find the bug, what went wrong, underlying, defect
spread: downstream, copies, copied, other integrations, export, shared externally, feed, third parties,
    forwarded, passed on, further, onward, elsewhere, leaked to, partners, backups, caches, propagate
inventory: inventory, everywhere, all systems, where it is used, sbom, every server, list of, wherever, all
    hosts, which systems, find all, asset list, all copies, bill of materials, locate, every host, other
    machines, dependency graph
provenance: provenance, lineage, source, origin, came from, come from, who wrote, who changed, paper trail,
    chain, write access, who uploaded, supplier of, who had access, access log, where it came from,
    contributor, who put, audit
integrity: checksum, hash, signature, signed, fingerprint, sha256, sha-256, digest, seal, read-only,
    readonly, write-once, worm, write once, locked, immutable, tamper, tamper-proof, verified, cannot
    change, pin, attestation, hashes, md5, verify the signature, unaltered, protected against
compare: compare, diff, difference, side by side, versus, vs, against, contrast, comparison, match,
    baseline, snapshot, same as before, deviate, previous snapshot, reference, what changed
statistics: statistics, outlier, distribution, anomaly, histogram, drift, spike, label, duplicate, skew,
    pattern, unusual, balance, jump, anomalies, statistical, deviation, frequency, profile, plot
ablation: ablation, leave out, leave _ out, without, retrain without, minus, hold _ out, exclude, holdout,
    retrain, refit, train again, drop the, remove the suspect, subset
trigger: trigger, backdoor, trapdoor, probe, crafted input, targeted input, variation, token, perturb, fuzz,
    odd inputs, special word, flips, trojan, hidden behaviour, adversarial
malware: malware, malicious, virus, antivirus, av, scan, scanner, executable, payload, picklescan, exploit,
    infected, poisoned, trojan, malicious code, static analysis, dependency scan, vulnerability
test: test, evaluation, eval, regression, red team, red-team, suite, benchmark, try, attack it ourselves,
    behave, behaves, misbehave, safety test, acceptance, staging, pen test, penetration test, probe,
    experiment, trial, evals, quality check, tested, checks pass
variant: variant, variation, paraphrase, rephrase, similar prompts, other wording, bypass, workaround,
    modified, related attack, other versions, different wording, reworded, translated, obfuscated
preserve: preserve, save, store, copy, export, snapshot, capture, archive, image, retain, secure, freeze a
    copy, quarantine, screenshot, record, backup, keep a copy, grab, collect, take a copy, evidence,
    download, put aside, set aside, seal, lock away, memory dump, dump, forensic image, safeguard, exported,
    hold on to, for later analysis
retention: retention, legal hold, log automatic deletion, auto-delete, suspend deletion, stop the deletion,
    expire, expiry, purge job, deletion job, litigation hold, ttl, scheduled deletion, lifecycle
custody: custody, chain of custody, who collected, who took, sign for, evidence log, evidence register, who
    copied, write down, witness, handover, receipt, documented who, log who, record who, signed for, name
    and time, who and when, note who, register
delete: delete, wipe, erase, purge, remove, destroy, clear, clean up, clear out, get rid of, scrub, reimage,
    rebuild, redact, overwrite, edit, tidy, throw away, throw _ away, alter, reformat, hide, take _ down
    from, tamper, discard, reinstall, shred, sanitise the logs
records: log, record, transcript, history, conversation, chat, chat history, exchange, register, message,
    prompts and responses, session, dialogue, prompt, chat log
accesslog: access log, api log, audit trail, audit log, gateway log, cloud log, connection, authentication
    log, infrastructure log, server log, login, cloudtrail, network log, ip address, syslog
configuration: configuration, config, system prompt, model version, version, build, deployment, prompt
    template, index, vector index, git tag, parameters, weights, snapshot, state, deployment version,
    release, commit, environment
credential: credential, key, password, token, secret, api key, certificate, login, account, passphrase, ssh
    key
host: host, server, container, pod, machine, node, box, vm, instance, system, laptop, workstation, cluster,
    network
model: model, weights, checkpoint, classifier, network, artefact, artifact, model file, llm, file
bot: bot, chatbot, assistant, chat, robot, agent, copilot, service, widget, system, feature, tool
data: data, dataset, training data, training set, rows, samples, examples, records, batch, feed, corpus,
    slice
verifiedcopy: safetensors, known good, verified, trusted copy, pinned, clean copy, verified copy, known good
    version, safe format, old model, previous model, last good, own build, trusted source
dependency: dependency, package, library, component, module, supply chain, upstream, registry, mirror,
    repository
tradeoff: trade-off, tradeoff, weigh, outweigh, balance, risk, cost, price, danger, rather, on the other
    hand, harm, benefit, business impact, versus, worth, downside, exposure, loss, lose, justify, impact,
    proportionate, worse than, pros and cons, acceptable, consequence
impact: impact, affected, what works, still runs, everything else, other services, unaffected, not affected,
    only the, limited to, scope, which features, what is affected, effect, works fine
deadline: 72 deadline, within, three days, clock, no later than, in time, time limit, without delay, 24
    immediately, statutory, due, legal deadline, promptly
lessons: lessons, lesson, post-mortem, postmortem, retrospective, review afterwards, debrief, after-action,
    after action, what we learned, learn from, write-up, hot wash, root cause analysis, retro, pir
action: action item, follow-up, owner and due date, assign, task, ticket, improvement, due date,
    responsible, backlog, track, assigned, owner, measures, corrective action, to-do
blame: blame, fault, accuse, finger, guilty, hackers, punish, scapegoat, culprit, whose fault, fire someone
blameless: blameless, no blame, without blame, not blame, blame nobody, no finger, system not person,
    process not people, psychological safety, not about who, just culture, no punishment
training: training, awareness, drill, exercise, rehearse, practise, teach, educate, tabletop, workshop
document: document, write down, note, log it, record, timeline, keep a log, documentation, runbook,
    playbook, logbook, register, written, notes, report
contract: contract, agreement, sla, terms, liability, clause, obligation
secondsource: second provider, multi-vendor, alternative supplier, second source, backup provider, other
    vendor
authenticate: authentication, captcha, login, verify identity, mfa, two-factor, proof of work, api gateway
exceed: more than, exceed, beyond, above, bigger than, longer than, larger than, unlimited, as much as
allow: allow, accept, permit, let in, let through, enable, able to, possible, reachable, access, enter
speak: speak, talk, comment, answer, say, post, reply, respond, improvise, tweet, give interviews
touch: touch, change, modify, alter, move, edit
wait: wait, wait and see, let it run, blow over, ignore, do nothing, sit tight, carry on, hold off, see what
    happens, not react, sit it out, keep quiet, leave it, die down
keeprunning: keep it running, leave it online, keep running, leave it on, business as usual, keep it up,
    leave it up, stays up, keep _ online, keep going, remains online, stay online, let it run, no change
hush: keep it quiet, tell no one, discreetly, keep quiet, secret, cover up, under the carpet, no need to
    tell, hush, say nothing, not mention, don't tell anyone, sweep, stay quiet, play down, downplay, bury
minimise: one-off, isolated case, only one customer, single case, just one, only the reporter, isolated,
    nothing serious, exception, glitch, coincidence, unlikely, minor
promise: guarantee, promise, rest assured, assure, will be fixed, 100 percent, never happen again,
    definitely, absolutely safe, fully fixed, completely safe, within minutes
public: public, publicly, post, tweet, social media, twitter, statement, press release, announcement,
    publish, website, blog, channels, status page, viral, linkedin, announce
skip: skip, without tests, no tests, bypass, right away, business needs, pressure, immediately, straight
    back, quickly, no time, waiting, deadline, hurry, as quickly as possible, at once
trust: trust, take _ word, says it is safe, vendor says, believe, rely on, assurance, their word, resolved,
    assured us, good enough, they confirmed, told us
fine: fine, looks look normal, ok, healthy, accuracy, score
retry: retrain, another run, training run, same data, current data, start over, retry, re-train, kick off
newest: latest, newest, latest version, update, upgrade, current version, download, pull the latest, newer
oneself: myself, on their own, on my own, anyone can, everybody can, each can, without asking, respond on,
    personally
automatic: ai, chatbot, generate, automatically, auto-publish, llm, language model, gpt, bot writes, let
    the, no approval, without review, assistant
misuse: users' fault, misuse, abuse, abusing, ban the user, ban users, punish users, people misusing, ban
    their accounts
severitylevel: severity, sev1, sev2, severity one, critical, triage, impact rating, p1, high priority,
    major, grade, rating
facts: facts, what we know, confirmed, known so far, what happened, situation, established, status so far,
    as far as we know, verified facts
unknowns: unknown, open question, what we do not know, uncertain, unclear, not yet known, still open,
    assumptions, gaps
request: decision needed, ask for, options, recommend, recommendation, propose, proposal, need from, request
    a decision, next steps, what we need
selfhelp: protect yourself, change your password, watch your account, what you can do, what customers should
    do, steps to take, advice, recommend that you
systemic: system, process, systemic, contributing factor, five whys, conditions, organisation, structure,
    circumstances, why it made sense
judge: judge, accuse, blame, point fingers, finger-pointing, shame, fault, guilty, culprit, individual,
    personal, defend themselves
regressiontest: test suite, regression test, adversarial test, test set, add to the tests, automated test,
    test case, evaluation set, ci, pipeline check
detectionrule: alert, detection rule, alarm, threshold, anomaly detection, early warning, monitoring rule,
    notice earlier, detector
runbook: runbook, playbook, procedure, checklist, plan, process document, instructions, contact list
leastprivilege: least privilege, permission, access control, acl, row-level, need to know, scope of access,
    authorisation, tenant isolation, access rights, entitlement
sessions: session, log out, sign out, invalidate sessions, kill sessions, log everyone out, cookie, token
redaction: redact, mask, anonymise, anonymize, pseudonymise, remove personal data, strip names, pii filter,
    minimise data
supportscript: support script, talking points, script, agent briefing, call centre briefing, what to say,
    q&a, faq for agents, prepared answers, line to take, wording for support
staffnote: internal note, intranet, all-hands, internal message, employees are told, staff memo, internal
    update, town hall, internal channel
disclosure: disclose, report to the maintainers, coordinated disclosure, cve, warn others, share indicators,
    isac, tell the hub, responsible disclosure, tell the community, advisory
compromise: indicator, ioc, sign of compromise, lateral movement, persistence, outbound connection, egress,
    threat hunting, command and control, suspicious process, suspicious traffic, exfiltrated
pinning: pin, pin versions, lock file, allow-list, allowlist, private mirror, internal registry, approved
    list, signed artefacts, own repository, vendored, only from our registry
trustedset: holdout, golden set, gold set, trusted set, clean test set, validation set, reference set, known
    samples, clean data, control group
humanreview: four eyes, second person, double check, human review, human approval, sample check, spot check,
    manual check, reviewed by
erase: ask to delete, confirm deletion, request deletion, have it removed, takedown, take it down from,
    removal request, delete what they received
record72: note the time, time of awareness, when we knew, clock starts, document the time, timestamp the
    decision, record the decision, decision log
cooperate: cooperate, thank, polite, researcher, reporter of the bug, bug bounty, ask for details, answer
    the researcher
financial: loss, financial, chargeback, fraud loss, revenue, refund, exposure, write-off, claim, reimburse,
    damages
upstream: upstream, maintainer, hub, publisher, vendor, supplier, registry, repository, source
captcha: captcha, proof of work, login wall, require login, authentication, bot protection, registration,
    verified users, challenge
handover: handover, shift, hand over, relief, rota, rest, next shift, deputy, stand-in
cadence: every hour, every thirty minutes, every two hours, regular update, daily, rhythm, battle rhythm,
    check-in, status meeting, sync
exitplan: switch provider, exit, alternative vendor, terminate, second source, multi-vendor, leave the
    vendor, dual vendor, own model, self-hosted, local model
validateinput: validate input, schema, sanitise input, input check, whitelist, data validation, quality
    gate, plausibility check, quarantine new data, review new data
"""
