"""Everything about an incident as validated numbers: one `AISystem` is one incident type's block."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from engine.simulation.block import Amount, FrozenBlock, Share
from engine.simulation.calls import CallQueue
from engine.simulation.texts import LogTexts

Path = Literal["llm", "fallback", "off"]


class ClockParameters(FrozenBlock):
    """When the exercise starts in the service's day and how finely it is computed."""

    start_hour: float = Field(
        ge=0.0, lt=24.0, description="Hour of the day at T+0, for example 14.25 for 2:15 PM."
    )
    tick_s: Literal[5, 10, 15, 20, 30, 60] = Field(
        default=30,
        description="Length of one simulation step, in seconds (30 s: 1.1 % from the 10 s result).",
    )


class Service(FrozenBlock):
    """The AI service as customers see it: traffic, capacity, and what stands in when the model is off."""

    customers_per_day: Amount = Field(description="Customers who use the service on a day.")
    requests_per_customer: Amount = Field(
        description="Requests one customer makes a day (conversations × turns)."
    )
    hourly_weights: tuple[Amount, ...] = Field(
        min_length=24,
        max_length=24,
        description="Relative traffic at each full hour 0 … 23, linear in between.",
    )
    noise_cv: Annotated[float, Field(ge=0.0, le=0.28)] = Field(
        description="Coefficient of variation of requests per minute around the profile."
    )
    tokens_per_request: Annotated[float, Field(gt=0.0)] = Field(
        description="Mean tokens of one customer request, input and output."
    )
    capacity_tokens_per_min: Annotated[float, Field(gt=0.0)] = Field(
        description="Tokens the model platform processes a minute."
    )
    max_wait_s: Amount = Field(description="Seconds a customer waits for the model before leaving.")
    attack_waits: bool = Field(
        default=False,
        description="Whether attacking requests wait for the model like customers' (off: they never queue).",
    )
    guard_false_positive: Share = Field(
        description="Share of customers' requests the guardrail refuses on a normal day."
    )
    human_capacity_per_min: Amount = Field(
        description="Requests support agents answer a minute in fallback mode."
    )
    human_max_wait_min: Amount = Field(description="Minutes a customer waits for an agent before leaving.")
    faq_share: Share = Field(
        description="Share of requests the scripted answers of fallback mode can settle."
    )
    degraded_value: Share = Field(description="Worth of a degraded answer against a full one.")
    tool_calls_per_answer: Amount = Field(description="Ordinary tool calls for one answer of the model.")
    price_per_kilotoken: Amount = Field(description="Price of 1,000 tokens, in US dollars.")
    latency_p50_s: Amount = Field(description="Median seconds to an answer on a normal day.")
    latency_p95_s: Amount = Field(description="95th percentile of seconds to an answer on a normal day.")
    overload_stretch: Amount = Field(description="How many times its normal latency full overload adds.")


class HarmWeights(FrozenBlock):
    """Harm points of one unit in each channel: a value judgement of the exercise's owner."""

    outputs: Amount = Field(description="Points for one harmful answer delivered to an attacker.")
    records: Amount = Field(description="Points for one customer record leaked.")
    tools: Amount = Field(description="Points for one unauthorised tool action.")
    kilotokens: Amount = Field(description="Points for 1,000 tokens burnt by attackers.")
    ambient: Amount = Field(
        description="Points for one wrong or unsafe answer given to an ordinary customer."
    )


class ControlEffect(FrozenBlock):
    """What one action changes while it is active; a field left out changes nothing."""

    block: tuple[Share, ...] = Field(
        default=(), description="Share of attempts stopped, technique by technique."
    )
    false_positive: Share = Field(default=0.0, description="Share of customers' requests refused by mistake.")
    out_of_scope: Share = Field(
        default=0.0, description="Share of customers' requests the mode no longer answers."
    )
    degrade: Share = Field(default=0.0, description="Share of answers that lose value (cut short, no tools).")
    success: Share = Field(default=1.0, description="Multiplier on the success probability of an attempt.")
    outputs: Share = Field(default=1.0, description="Multiplier on harmful answers per success.")
    records: Share = Field(default=1.0, description="Multiplier on records leaked per success.")
    tools: Share = Field(default=1.0, description="Multiplier on tool actions, rogue and ordinary.")
    attack_tokens: Share = Field(default=1.0, description="Multiplier on tokens burnt per success.")
    legit_tokens: Share = Field(default=1.0, description="Multiplier on tokens per customer request.")
    ambient: Share = Field(default=1.0, description="Multiplier on harm in answers to ordinary customers.")
    out_of_band: Share = Field(default=1.0, description="Multiplier on a leak that bypasses the model.")
    dispatch: Share = Field(default=1.0, description="Multiplier on planned tool calls that workers start.")
    in_flight: Share = Field(default=1.0, description="Share of running tool calls that is not called off.")
    user_coverage: Share = Field(
        default=0.0, description="Share of attackers a block list kept up to date holds."
    )
    path: Path = Field(default="llm", description="Who answers: the model, the scripted fallback, or nobody.")
    cures_poison: bool = Field(
        default=False, description="Whether the poisoned model or library is replaced."
    )
    purges_calls: bool = Field(
        default=False, description="Whether planned and running tool calls are called off when it starts."
    )
    resets_drift: bool = Field(
        default=False, description="Whether learned drift is set back to zero when it starts."
    )
    lead_min: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="Minutes from decision to effect; the action's own lead time if left out."
    )


class Technique(FrozenBlock):
    """One way of attacking, and when it becomes known."""

    name: str = Field(min_length=1, description="Short name of the technique.")
    success: Share = Field(description="Success probability of one attempt against the undefended service.")
    emerges_min: tuple[Amount, Amount] = Field(
        default=(0.0, 0.0), description="Earliest and latest exercise minute at which it becomes known."
    )

    @model_validator(mode="after")
    def _ordered(self) -> Technique:
        if self.emerges_min[0] > self.emerges_min[1]:
            raise ValueError(f"emerges_min {list(self.emerges_min)} runs backwards; write [earliest, latest]")
        return self


class Attack(FrozenBlock):
    """Who attacks, how the attack spreads, and what one success does."""

    pool: Annotated[int, Field(ge=1, le=5000)] = Field(description="People who would try if they knew how.")
    active_at_start: Annotated[int, Field(ge=0)] = Field(description="Attackers already trying at T+0.")
    discovery_per_min: Share = Field(
        description="Share of the unaware pool that learns of it each minute by itself."
    )
    share_per_success: Share = Field(
        description="Share of the unaware pool that learns of it through one success."
    )
    attempts_per_min: Annotated[float, Field(ge=0.0, le=30.0)] = Field(
        description="Attempts of one active attacker a minute."
    )
    requests_per_attempt: Annotated[int, Field(ge=1)] = Field(
        default=1, description="Requests sent in one attempt."
    )
    tokens_per_request: Amount = Field(description="Tokens of one attacking request that succeeds.")
    techniques: tuple[Technique, ...] = Field(
        min_length=1, description="Techniques, the first known one first."
    )
    output_probability: Share = Field(description="Probability that a success delivers a harmful answer.")
    records_per_success: Amount = Field(
        description="Mean customer records one success leaks (0, or at least 1)."
    )
    tool_probability: Share = Field(
        description="Probability that a success triggers an unauthorised tool action."
    )

    @model_validator(mode="after")
    def _consistent(self) -> Attack:
        if self.active_at_start > self.pool:
            raise ValueError(f"active_at_start {self.active_at_start} exceeds the pool of {self.pool}")
        if 0.0 < self.records_per_success < 1.0:
            raise ValueError(f"records_per_success {self.records_per_success} must be 0 or at least 1")
        return self


class Ambient(FrozenBlock):
    """Harm that needs no attacker's prompt: a poisoned model, learned drift, a leak beside the model."""

    poison_per_answer: Share = Field(
        default=0.0, description="Harmful share of the model's answers to customers."
    )
    drift_per_success: Share = Field(
        default=0.0, description="What one successful poisoning adds to that share."
    )
    drift_max: Share = Field(default=0.0, description="Largest share that drift can reach.")
    out_of_band_records_per_min: Amount = Field(
        default=0.0,
        description="Records leaving a minute through stolen keys or malware, not through the model.",
    )


class Detector(FrozenBlock):
    """How well the players' instruments see: never the true outcome itself."""

    attempt_recall: Share = Field(
        description="Probability that a successful attempt is noticed as suspected."
    )
    answer_recall: Share = Field(description="Share of wrong answers to customers that are reported.")
    record_recall: Share = Field(
        description="Share of records leaked through answers that output scanning flags."
    )
    false_alarms_per_min: Amount = Field(description="Suspected bypasses a minute that are none.")
    estimate_error: Share = Field(description="Largest relative error of the false-positive estimate.")


class AlertLines(FrozenBlock):
    """Where a telemetry figure turns into an alert."""

    suspected_bypasses: Annotated[int, Field(ge=1)] = Field(
        description="Suspected bypasses in the last 10 minutes."
    )
    block_rate: Share = Field(description="Share of all requests that the guardrail blocks.")
    records_flagged: Annotated[int, Field(ge=1)] = Field(
        description="Records flagged by output scanning so far."
    )
    token_factor: Annotated[float, Field(ge=1.0)] = Field(
        description="Tokens a minute against the usual for the hour."
    )
    tool_factor: Annotated[float, Field(ge=1.0)] = Field(description="Tool calls a minute against the usual.")
    p95_s: Amount = Field(description="95th percentile of seconds to an answer.")
    unserved_share: Share = Field(description="Share of customers' requests that stay unserved.")
    calls_pending: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Tool calls of an agent that are planned or running; none if absent."
    )


class AISystem(FrozenBlock):
    """One incident type: the service, the attack on it, what actions do, and what instruments show."""

    clock: ClockParameters = Field(description="Start of the exercise in the day, and the step length.")
    service: Service = Field(description="The service as customers see it.")
    harm_weights: HarmWeights = Field(description="Harm points per unit of each channel.")
    controls: dict[str, ControlEffect] = Field(
        description="Effect of each containment or recovery action, by id."
    )
    attack: Attack = Field(description="Who attacks and how.")
    ambient: Ambient = Field(default=Ambient(), description="Harm that needs no attacker's prompt.")
    calls: CallQueue | None = Field(
        default=None, description="How an agent's tool calls wait and run; at once and unseen if absent."
    )
    detector: Detector = Field(description="What the instruments catch and miss.")
    alert_lines: AlertLines = Field(description="Where telemetry turns into an alert.")
    log: LogTexts = Field(default=LogTexts(), description="What the inference log is made of.")

    _written: str = PrivateAttr(default="")

    @model_validator(mode="after")
    def _a_text_for_each_technique(self) -> AISystem:
        texts, techniques = len(self.log.techniques), len(self.attack.techniques)
        if texts not in (0, techniques):
            raise ValueError(
                f"log.techniques has {texts} lists of texts for {techniques} techniques in attack; "
                "write one list for each, or [] for no log"
            )
        return self

    @property
    def tick_ms(self) -> int:
        """Length of one step in milliseconds."""
        return self.clock.tick_s * 1000

    def effect(self, action_id: str) -> ControlEffect:
        """Effect of an action in this incident; neutral when the block does not name it."""
        return self.controls.get(action_id, ControlEffect())

    def written(self) -> dict[str, Any]:
        """The block that describes it, to the letter where one did: a log keeps its bytes."""
        if self._written:
            block: dict[str, Any] = json.loads(self._written)
            return block
        return self.model_dump(mode="json", exclude_unset=True)

    def __eq__(self, other: object) -> bool:
        """Whether it is the same system, however either was written."""
        return self is other or (isinstance(other, AISystem) and self.__dict__ == other.__dict__)

    def __hash__(self) -> int:
        """A hash over a few telling numbers: what is made of a system is looked up by it all the time."""
        attack, service = self.attack, self.service
        return hash((attack.pool, attack.attempts_per_min, service.capacity_tokens_per_min))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, which no longer is what was written."""
        copy = super().model_copy(update=update, deep=deep)
        copy._written = ""
        return copy


def described(block: Mapping[str, Any] | AISystem) -> AISystem:
    """The AI system that a block of parameters describes; blocks written alike give one object.

    Raises:
        ValidationError: the block describes none.

    """
    return block if isinstance(block, AISystem) else _described(json.dumps(block))


@lru_cache(maxsize=256)
def _described(written: str) -> AISystem:
    system = AISystem.model_validate_json(written)
    system._written = written
    return system


def merge(base: Mapping[str, Any], *overrides: Mapping[str, Any]) -> dict[str, Any]:
    """One plain mapping from several: mappings merge key by key, anything else (lists too) is replaced."""
    merged = {key: merge(value) if isinstance(value, Mapping) else value for key, value in base.items()}
    for override in overrides:
        for key, value in override.items():
            known = merged.get(key)
            if isinstance(value, Mapping):
                merged[key] = merge(known, value) if isinstance(known, Mapping) else merge(value)
            else:
                merged[key] = value
    return merged
