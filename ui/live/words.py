"""The texts of what runs in the browser, handed to its components with their data; pure."""

from ui.language.words import t

BAR = {
    "alert": t("Alert:"),
    "not_started": t("Not started. {minutes} minutes long."),
    "ended": t("The exercise has ended."),
    "paused": t("PAUSED"),
    "paused_because": t("PAUSED: {reason}"),
    "running": t("running"),
    "running_at": t("running ×{rate}"),
    "left": t("{time} left"),
    "over": t("{time} over"),
    "hours": t("{hours} h {minutes} min"),
    "no_more": t("no more injects by time"),
    "next": t("next inject in {time}"),
    "connecting": t("connecting…"),
    "reconnecting": t("reconnecting…"),
    "live": t("live"),
    "polling": t("polling every 2 seconds"),
    "new": t("New, {time}"),
    "from": t("from {sender}"),
    "answered": t("Answered"),
    "of": t("{answered} of {asked}"),
    "have_answered": t("{answered} of {asked} have answered"),
    "pending": t("Approvals waiting"),
    "join_at": t("Join at"),
}
"""Texts of the live bar; those with names in braces are filled in by it."""

OUTBOX = {
    "sending": t("Sending…"),
    "retrying": t("Not saved, retrying: {reason} Your text is kept in this browser."),
    "refused": t("Not saved. {reason}"),
    "draft": t("Draft, kept in this browser."),
    "saved": t("Saved at {time} as event {seq}."),
    "typing_one": t("{name} is typing an answer…"),
    "typing_some": t("{names} are typing an answer…"),
    "typing_many": t("{names} and others are typing an answer…"),
    "empty": t("Write something first."),
    "answered": t("the server answered {status}."),
    "unreachable": t("the server can't be reached."),
    "choose_template": t("Choose a template"),
    "start_from": t("Start from a template"),
    "insert": t("Insert"),
}
"""Texts of the outbox; those with names in braces are filled in by it."""
