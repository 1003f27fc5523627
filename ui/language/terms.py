"""Fixed words of the log and of the simulation, as screens show them; pure."""

from ui.language.words import t

TERMS = {
    "facilitator": t("facilitator"),
    "participant": t("participant"),
    "evaluator": t("evaluator"),
    "observer": t("observer"),
    "leadership": t("leadership"),
    "measured": t("measured"),
    "suggested": t("suggested"),
    "rated": t("rated"),
    "lobby": t("lobby"),
    "running": t("running"),
    "paused": t("paused"),
    "ended": t("ended"),
    "pending": t("pending"),
    "granted": t("granted"),
    "refused": t("refused"),
    "open": t("open"),
    "in progress": t("in progress"),
    "done": t("done"),
    "dropped": t("dropped"),
    "high": t("high"),
    "medium": t("medium"),
    "low": t("low"),
    "Planning": t("Planning"),
    "Organization": t("Organization"),
    "Equipment": t("Equipment"),
    "Training": t("Training"),
    "Exercises": t("Exercises"),
    "kept": t("kept"),
    "later version only": t("later version only"),
    "lost": t("lost"),
    "assigned": t("assigned"),
    "not collected": t("not collected"),
    "answered": t("answered"),
    "degraded": t("degraded"),
    "blocked": t("blocked"),
    "handed over": t("handed over"),
    "unserved": t("unserved"),
    "yes": t("yes"),
    "not sure": t("not sure"),
    "no": t("no"),
    "exercise created": t("exercise created"),
    "participant joined": t("participant joined"),
    "clock started": t("clock started"),
    "clock paused": t("clock paused"),
    "clock resumed": t("clock resumed"),
    "clock adjusted": t("clock adjusted"),
    "schedule adjusted": t("schedule adjusted"),
    "inject delivered": t("inject delivered"),
    "answer submitted": t("answer submitted"),
    "incident declared": t("incident declared"),
    "role notified": t("role notified"),
    "approval requested": t("approval requested"),
    "approval decided": t("approval decided"),
    "containment applied": t("containment applied"),
    "containment refused": t("containment refused"),
    "containment lifted": t("containment lifted"),
    "evidence collected": t("evidence collected"),
    "message sent": t("message sent"),
    "recovery step taken": t("recovery step taken"),
    "verification run": t("verification run"),
    "incident resolved": t("incident resolved"),
    "observation recorded": t("observation recorded"),
    "criterion rated": t("criterion rated"),
    "exercise ended": t("exercise ended"),
    "harm points": t("harm points"),
    "outputs": t("outputs"),
    "records": t("records"),
    "tool actions": t("tool actions"),
    "attack ktokens": t("attack ktokens"),
    "attempts": t("attempts"),
    "served full": t("served full"),
    "requests": t("requests"),
    "distinct attackers": t("distinct attackers"),
}


def term(word: str) -> str:
    """A word that the log keeps in English, in the language of the screens, with spaces for underscores."""
    known = word.replace("_", " ")
    return TERMS.get(known, known)


def term_title(word: str) -> str:
    """The same with its first letter large, and no other changed."""
    found = term(word)
    return found[:1].upper() + found[1:]
