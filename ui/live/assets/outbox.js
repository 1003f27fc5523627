// The outbox: what is typed lies in this browser's storage at every keystroke and is sent until the server
// has answered with an event. A draft has one id for its whole life, in every tab, so that it is stored once.

const LEAST_WAIT_MS = 500;
const MOST_WAIT_MS = 10000;
const PATIENCE_MS = 10000;
const OTHER_TAB_MS = 4000;
const TYPING_SHOWN_MS = 6000;
const boxes = new WeakMap();
const underWay = new Set();
const unkept = new Map();

export default function (component) {
  const place = component.parentElement;
  let box = boxes.get(place);
  if (!box) {
    box = makeBox(place, component.data);
    boxes.set(place, box);
  }
  box.draw(component);
  return () => {
    box.stop();
    boxes.delete(place);
  };
}

function element(tag, fields = {}, children = []) {
  const made = Object.assign(document.createElement(tag), fields);
  made.append(...children);
  return made;
}

function field(label, select) {
  return element("div", {}, [element("label", { htmlFor: select.id, textContent: label }), select]);
}

// A text of the screen with its values filled in by name; the texts come from Python.
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// Random without crypto.randomUUID, which browsers offer on https and localhost only.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read(name) {
  let text = unkept.get(name);
  try {
    text = localStorage.getItem(name) ?? text;
  } catch {
    // storage is forbidden here: the page itself is all there is
  }
  const kept = JSON.parse(text || "{}");
  return { id: "", text: "", fields: {}, sending: "", saved: null, refused: "", ...kept };
}

function write(name, record) {
  const text = JSON.stringify(record);
  unkept.set(name, text);
  try {
    localStorage.setItem(name, text);
    unkept.delete(name);
  } catch {
    // full or forbidden: kept in the page, which lives as long as it is open
  }
  window.dispatchEvent(new CustomEvent("tplus-outbox", { detail: name }));
}

function optionsOf(choice) {
  const empty = element("option", { value: "", textContent: choice.placeholder });
  return [empty, ...choice.options.map((text) => element("option", { value: text, textContent: text }))];
}

function makeBox(place, data) {
  const name = `tplus:${data.exercise}:${data.participant}:${data.box}`;
  const words = data.words;
  const area = element("textarea", { id: `tplus-${newId()}`, rows: data.rows, maxLength: data.longest });
  const label = element("label", { htmlFor: area.id });
  const selects = new Map();
  const choices = element("div", { className: "tplus-outbox-row" });
  const templates = element("div", { className: "tplus-outbox-row" });
  const buttons = element("div", { className: "tplus-outbox-row" });
  const status = element("div", { className: "tplus-outbox-status" });
  const typing = element("div", { className: "tplus-outbox-typing" });
  status.setAttribute("role", "status");
  typing.setAttribute("aria-live", "polite");
  const root = element("div", { className: "tplus-outbox" }, [
    templates, choices, label, area, typing, buttons, status,
  ]);
  place.append(root);
  let component = null, record = read(name), attempts = 0, note = "", timer = null, typingTimer = null;
  let lastSaved = record.saved ? record.saved.seq : null;

  function keep(changes) {
    record = { ...record, ...changes };
    write(name, record);
  }

  // ---- what is shown ----

  function show() {
    if (area.value !== record.text) area.value = record.text;
    area.readOnly = Boolean(record.sending);
    for (const [field, select] of selects) {
      select.value = record.fields[field] || "";
      select.disabled = Boolean(record.sending);
    }
    for (const button of root.querySelectorAll("button")) button.disabled = Boolean(record.sending);
    const [mood, text] = says();
    status.dataset.mood = mood;
    if (status.textContent !== text) status.textContent = text;
    if (record.saved && record.saved.seq !== lastSaved) {
      lastSaved = record.saved.seq;
      component.setTriggerValue("saved", lastSaved);
    }
  }

  function says() {
    if (record.sending) {
      if (!note) return ["sending", words.sending];
      return ["retrying", fill(words.retrying, { reason: note })];
    }
    if (record.refused) return ["refused", fill(words.refused, { reason: record.refused })];
    if (record.text) return ["draft", words.draft];
    if (record.saved) return ["saved", fill(words.saved, { time: record.saved.at, seq: record.saved.seq })];
    return ["empty", ""];
  }

  function showTyping(event) {
    const others = (event.detail.typing || []).filter(
      (item) => item.question === data.question && item.by !== data.participant,
    );
    clearTimeout(typingTimer);
    const names = others.map((item) => item.name);
    typing.textContent = names.length ? whoTypes(names) : "";
    if (names.length) typingTimer = setTimeout(() => (typing.textContent = ""), TYPING_SHOWN_MS);
  }

  function whoTypes(names) {
    if (names.length === 1) return fill(words.typing_one, { name: names[0] });
    const text = names.length > 3 ? words.typing_many : words.typing_some;
    return fill(text, { names: names.slice(0, 3).join(", ") });
  }

  // ---- what is typed ----

  function typed() {
    keep({ id: record.id || newId(), text: area.value, saved: null, refused: "" });
    show();
    window.dispatchEvent(new CustomEvent("tplus-typing", { detail: { question: data.question } }));
  }

  function chose(field, value) {
    keep({ fields: { ...record.fields, [field]: value }, refused: "" });
    show();
  }

  function insert(template) {
    const typedSoFar = record.text.trim() ? `${record.text}\n\n` : "";
    keep({ fields: { ...record.fields, template: template.id } });
    area.value = typedSoFar + template.text;
    typed();
    area.focus();
  }

  // ---- what is sent ----

  function send(kind) {
    record = read(name);
    if (record.sending) return;
    if (!record.text.trim()) {
      keep({ refused: words.empty });
      show();
      return;
    }
    attempts = 0;
    note = "";
    keep({ id: record.id || newId(), sending: kind, refused: "" });
    attempt();
  }

  async function attempt() {
    clearTimeout(timer);
    record = read(name);
    show();
    if (!record.sending || underWay.has(name)) return;
    underWay.add(name);
    const sent = record;
    const answer = await post(sent).finally(() => underWay.delete(name));
    record = read(name);
    if (record.id !== sent.id || !record.sending) return show();
    if (answer.seq) {
      keep({ id: "", text: "", sending: "", saved: answer, refused: "" });
      keep({ fields: { ...record.fields, template: "" } });
    } else if (answer.refused) {
      keep({ id: answer.anew ? newId() : record.id, sending: "", refused: answer.reason });
    } else {
      note = answer.reason;
      again(Math.max(backOff(), answer.wait_ms || 0));
    }
    show();
  }

  async function post(sent) {
    const body = {
      ...data.fields, ...sent.fields, exercise: data.exercise, seat: data.as,
      kind: sent.sending, key: sent.id, text: sent.text,
    };
    try {
      const answer = await fetch(new URL("tplus/say", document.baseURI), {
        method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const said = await answer.json();
      if (answer.ok || said.refused || said.reason) return said;
      return { reason: fill(words.answered, { status: answer.status }) };
    } catch {
      return { reason: words.unreachable };
    }
  }

  function backOff() {
    const most = Math.min(MOST_WAIT_MS, LEAST_WAIT_MS * 2 ** attempts++);
    return most / 2 + Math.random() * (most / 2);
  }

  function again(ms) {
    clearTimeout(timer);
    timer = setTimeout(attempt, ms);
  }

  // ---- other tabs, waking up ----

  function storedElsewhere(event) {
    if (event.key !== name) return;
    record = read(name);
    show();
    if (record.sending) again(OTHER_TAB_MS);
  }

  function storedHere(event) {
    if (event.detail !== name) return;
    record = read(name);
    show();
  }

  function wake() {
    if (record.sending && document.visibilityState !== "hidden") attempt();
  }

  area.addEventListener("input", typed);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(data.buttons[0].kind);
  });
  const listeners = [
    [window, "storage", storedElsewhere], [window, "tplus-outbox", storedHere], [window, "online", wake],
    [window, "pageshow", wake], [document, "visibilitychange", wake], [window, "tplus-live", showTyping],
  ];
  for (const [target, event, work] of listeners) target.addEventListener(event, work);

  // ---- what Python gave ----

  function build() {
    label.textContent = data.label;
    for (const choice of data.choices) {
      const select = selects.get(choice.name) || element("select", { id: `tplus-${newId()}` });
      if (!selects.has(choice.name)) {
        selects.set(choice.name, select);
        select.addEventListener("change", () => chose(choice.name, select.value));
        choices.append(field(choice.label, select));
      }
      if (select.options.length !== choice.options.length + 1) select.replaceChildren(...optionsOf(choice));
    }
    if (!buttons.children.length) {
      for (const { kind, label: text } of data.buttons) {
        buttons.append(element("button", { type: "button", textContent: text, onclick: () => send(kind) }));
      }
      if (data.templates.length) buildTemplates();
    }
  }

  function buildTemplates() {
    const select = element("select", { id: `tplus-${newId()}` });
    const options = data.templates.map((item) => element("option", { value: item.id, textContent: item.label }));
    select.append(element("option", { value: "", textContent: words.choose_template }), ...options);
    const press = () => {
      const chosen = data.templates.find((item) => item.id === select.value);
      if (chosen) insert(chosen);
    };
    templates.append(
      field(words.start_from, select),
      element("button", { type: "button", textContent: words.insert, onclick: press }),
    );
  }

  return {
    draw(given) {
      const isFirst = component === null;
      component = given;
      data = given.data;
      build();
      show();
      if (isFirst && record.sending) again(100);
    },
    stop() {
      clearTimeout(timer);
      clearTimeout(typingTimer);
      for (const [target, event, work] of listeners) target.removeEventListener(event, work);
    },
  };
}
