// What a projector shows around the inject: who and what on top, the clock as a ring, the ladder of
// containment, three signals with their curves, and below how far the room is and how to join.

const RING = 2 * Math.PI * 54;
const CURVE = { width: 240, height: 64, edge: 4 };
const SVG = "http://www.w3.org/2000/svg";

function drawn(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function makeBoard(root, face, stateBelow, local, link) {
  const find = (name) => root.querySelector(`.tplus-board-${name}`);
  const head = find("head"), pause = find("pause"), side = find("side"), foot = find("foot");
  const left = drawn("circle", { cx: 60, cy: 60, r: 54, class: "tplus-ring-left" });
  let isBuilt = false, shown = "";

  // The clock and the state of the line move into the board; everybody else has them where they were.
  function build() {
    isBuilt = true;
    root.classList.add("tplus-is-board");
    const ring = drawn("svg", { viewBox: "0 0 120 120", "aria-hidden": "true" });
    ring.append(drawn("circle", { cx: 60, cy: 60, r: 54, class: "tplus-ring" }), left);
    const clock = element("div", "tplus-board-clock");
    clock.append(ring, face, stateBelow);
    const top = element("div", "tplus-board-top");
    top.append(clock, element("ol", "tplus-board-ladder"));
    side.append(top, element("div", "tplus-board-signals"));
    const line = element("div", "tplus-board-line");
    line.append(local, link);
    head.append(element("strong", "tplus-board-title"), element("span", "tplus-board-declared"), line);
    foot.append(element("span", "tplus-board-answered"), element("span", "tplus-board-pending"));
    foot.append(element("span", "tplus-board-join"));
    for (const part of [head, side, foot]) part.hidden = false;
  }

  // After EndEx the page shows something else beside the clock.
  function restore() {
    if (!isBuilt) return;
    isBuilt = false;
    shown = "";
    root.classList.remove("tplus-is-board");
    for (const part of [head, pause, side, foot]) {
      part.hidden = true;
      part.replaceChildren();
    }
    const line = root.querySelector(".tplus-live-foot");
    line.replaceChildren(local, " · ", link);
    root.prepend(face, stateBelow);
  }

  function ladderStep(step) {
    const made = element("li", step.is_on ? `tplus-is-on tplus-step-${step.level}` : "");
    made.append(element("span", "tplus-board-sign", step.sign), `${step.level} ${step.name}`);
    if (step.since) made.append(element("small", "", step.since));
    if (step.is_on) made.setAttribute("aria-current", "step");
    return made;
  }

  // A curve from left to right; its alert line dashed where it lies within.
  function curve(signal) {
    const { width, height, edge } = CURVE;
    const most = signal.most ?? Math.max(...signal.points, signal.line ?? 0, 1);
    const y = (value) => height - edge - (value / most) * (height - 2 * edge);
    const step = (width - 2 * edge) / Math.max(1, signal.points.length - 1);
    const points = signal.points.map((value, at) => `${edge + at * step},${y(value).toFixed(1)}`);
    const made = drawn("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    if (signal.line) {
      made.append(drawn("line", { x1: 0, x2: width, y1: y(signal.line), y2: y(signal.line), class: "tplus-alert-line" }));
    }
    made.append(drawn("polyline", { points: points.join(" "), class: "tplus-curve" }));
    return made;
  }

  function signalCard(signal, words) {
    const made = element("div", `tplus-board-signal tplus-mood-${signal.mood}`);
    const said = element("div");
    const value = element("b", "", signal.value);
    if (signal.mood === "alarm") {
      const sign = element("span", "tplus-board-sign", "▲");
      sign.title = words.alert;
      value.append(" ", sign);
    }
    said.append(element("span", "tplus-board-label", signal.label), value, element("small", "", signal.note));
    made.append(said, curve(signal));
    return made;
  }

  function dots(answered, asked) {
    const made = element("span", "tplus-board-dots");
    made.setAttribute("aria-hidden", "true");
    made.textContent = asked > 0 && asked <= 20 ? "●".repeat(answered) + "○".repeat(asked - answered) : "";
    return made;
  }

  function labelled(place, label, value) {
    place.replaceChildren(`${label} `, element("b", "", String(value)));
  }

  function showRoom(message, data) {
    const words = data.words, [answered, asked] = message.answered;
    const said = find("answered");
    labelled(said, words.answered, fill(words.of, { answered, asked }));
    said.append(dots(answered, asked));
    labelled(find("pending"), words.pending, message.board.pending);
    labelled(find("join"), words.join_at, data.address);
    find("join").append(element("code", "", data.code));
  }

  return {
    // Once for each message: all that changes only with events and with steps of the AI system.
    show(message, data) {
      if (!message.board) return restore();
      if (!isBuilt) build();
      const clock = message.clock, board = message.board;
      pause.hidden = clock.phase !== "paused";
      const stamp = JSON.stringify([board, message.answered, clock.phase, clock.reason]);
      if (stamp === shown) return;
      shown = stamp;
      pause.textContent = pause.hidden ? "" : runLine(clock, data.words);
      find("title").textContent = board.title;
      const declared = find("declared");
      declared.textContent = board.declared ? `▲ ${board.declared}` : "";
      declared.hidden = !board.declared;
      find("ladder").replaceChildren(...board.ladder.map(ladderStep));
      find("signals").replaceChildren(...board.signals.map((signal) => signalCard(signal, data.words)));
      showRoom(message, data);
    },
    // Each second: what is left of the exercise, as a ring that empties.
    tick(share) {
      left.setAttribute("stroke-dasharray", `${(RING * share).toFixed(1)} ${RING.toFixed(1)}`);
    },
    // Each question with how many have answered it, below the inject.
    questions(item, asked, words) {
      return (item.questions || []).map((question) => {
        const made = element("div", "tplus-board-question", "");
        made.append(element("span", "", question.text));
        made.append(element("small", "", fill(words.have_answered, { answered: question.answered, asked })));
        return made;
      });
    },
  };
}
