"""Columns of the tables that screens show: what each is headed by, and how its values may break; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ui.language.words import t

Breaking = Literal["words", "never", "anywhere", "code"]
"""Where a cell may be broken over lines: between words, nowhere, anywhere (own words), or as code."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its id, so that two that a language heads alike stay two."""

    id: str
    title: str
    breaking: Breaking = "words"


Row = Mapping[Column, object]
"""A table's row: its cells by column, in the order they are shown."""


ABOUT = Column("about", t("About"))
ACTION = Column("action", t("Action"))
ANSWER = Column("answer", t("Answer"), "anywhere")
APPROVAL = Column("approval", t("Approval"))
APPROVED_IN_ADVANCE = Column("approved_in_advance", t("Approved in advance"))
AREA = Column("area", t("Area"))
ARTIFACT = Column("artifact", t("Artifact"))
ASKED_BY = Column("asked_by", t("Asked by"), "anywhere")
ATTACK_TOKENS = Column("attack_tokens", t("Attack tokens"))
BY = Column("by", t("By"))
BY_THE_LOG = Column("by_the_log", t("By the log"))
CHECKED = Column("checked", t("Checked"), "never")
COLLECTED = Column("collected", t("Collected"))
CONFIGURATION = Column("configuration", t("Configuration"))
COPY = Column("copy", t("Copy"))
COUNT = Column("count", "n")
COURSE = Column("course", t("Course"))
CREDIT = Column("credit", t("Credit"))
CRITERION = Column("criterion", t("Criterion"))
DECIDED = Column("decided", t("Decided"))
DELIVERED = Column("delivered", t("Delivered"), "never")
DESTROYED_BY = Column("destroyed_by", t("Destroyed by"))
DIFFICULTY = Column("difficulty", t("Difficulty"))
DUE = Column("due", t("Due"), "never")
ELEMENT = Column("element", t("Element"))
EVENT = Column("event", t("Event"), "never")
EVENTS = Column("events", t("Events"))
EXERCISE = Column("exercise", t("Exercise"))
EXPECTED = Column("expected", t("Expected"))
FILE = Column("file", t("File"), "anywhere")
FROM = Column("from", t("From"), "anywhere")
GAVE_1_2_3_4_5 = Column("gave_1_2_3_4_5", t("Gave 1 / 2 / 3 / 4 / 5"))
HARMFUL_ANSWERS = Column("harmful_answers", t("Harmful answers"))
HARM_POINTS = Column("harm_points", t("Harm points"))
HELD = Column("held", t("Held"), "never")
HOW = Column("how", t("How"))
INJECT = Column("inject", t("Inject"))
IN_ANSWERS = Column("in_answers", t("In answers"))
KIND = Column("kind", t("Kind"))
LATE = Column("late", t("Late"), "never")
LEVEL = Column("level", t("Level"))
LOOKS_FOR = Column("looks_for", t("What to look for"))
MAY_ORDER = Column("may_order", t("May order"))
MEASURE = Column("measure", t("Measure"))
MEDIAN = Column("median", t("Median"))
MIND = Column("mind", t("Mind"))
MUST_APPROVE = Column("must_approve", t("Must approve"))
NAME = Column("name", t("Name"), "anywhere")
NINE_IN_TEN = Column("nine_in_ten", t("5 to 95 %"))
NOTE = Column("note", t("Note"))
ON_SCREEN = Column("on_screen", t("On screen"))
OUTCOME = Column("outcome", t("Outcome"))
OWNER = Column("owner", t("Owner"))
POINT = Column("point", t("Point"))
PRIORITY = Column("priority", t("Priority"))
PROBLEM = Column("problem", t("Problem"), "anywhere")
QUARTER = Column("quarter", t("Quarter"), "never")
QUESTION = Column("question", t("Question"), "anywhere")
QUESTIONS = Column("questions", t("Questions"))
RATED_BY_BOTH = Column("rated_by_both", t("Rated by both"))
RATERS = Column("raters", t("Raters"))
RATING = Column("rating", t("Rating"))
READINESS = Column("readiness", t("Readiness"), "never")
REASON = Column("reason", t("Reason"), "anywhere")
RECORDS_LEAKED = Column("records_leaked", t("Records leaked"))
REFERENCE = Column("reference", t("Reference"), "never")
REMEDY = Column("remedy", t("Remedy"), "anywhere")
ROLES = Column("roles", t("Roles"))
RULE = Column("rule", t("Rule"))
SAME_VALUE = Column("same_value", t("Same value"))
SERVICE_KEPT = Column("service_kept", t("Service kept"))
SHA256 = Column("sha256", "SHA-256", "code")
SOURCE = Column("source", t("Source"))
STARTS_WHEN = Column("starts_when", t("Starts when"))
STATE = Column("state", t("State"), "never")
STATEMENT = Column("statement", t("Statement"))
TAKES_PART_AS = Column("takes_part_as", t("Takes part as"))
TEAM = Column("team", t("Team"))
TECHNIQUE = Column("technique", t("Technique"))
TEXT = Column("text", t("Text"), "anywhere")
TIME = Column("time", t("Time"), "never")
TO = Column("to", t("To"))
TOKENS_OUT = Column("tokens_out", t("Tokens out"))
TOOL_ACTIONS = Column("tool_actions", t("Tool actions"))
UNIT = Column("unit", t("Unit"))
USER = Column("user", t("User"))
VALUE = Column("value", t("Value"))
VOLATILITY = Column("volatility", t("Volatility"))
WEIGHT = Column("weight", t("Weight"))
WEIGHTED_KAPPA = Column("weighted_kappa", t("Weighted kappa"))
WHAT = Column("what", t("What"), "anywhere")
WHAT_WOULD_MEND_IT = Column("what_would_mend_it", t("What would mend it"))
WHEN_UTC = Column("when_utc", t("When (UTC)"))
WHERE = Column("where", t("Where"))
WHO = Column("who", t("Who"), "anywhere")
WHY = Column("why", t("Why"), "anywhere")
WINDOW = Column("window", t("Window"))
WITHIN = Column("within", t("Within"))
YOUR_RATING = Column("your_rating", t("Your rating"))
