// The editor of a scenario's text: line numbers with marks, problems that lead to their line. What is typed is
// kept in this browser until the server has it, and sent after each pause.

const PAUSE_MS = 300;
const AGAIN_MS = 5000;
const editors = new WeakMap();

export default function (component) {
  const place = component.parentElement;
  let editor = editors.get(place);
  if (!editor) {
    editor = makeEditor(place);
    editors.set(place, editor);
  }
  editor.draw(component);
  return () => {
    editor.stop();
    editors.delete(place);
  };
}

function element(tag, fields = {}, children = []) {
  const made = Object.assign(document.createElement(tag), fields);
  made.append(...children);
  return made;
}

function remembered(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null; // storage is forbidden here, or holds something else
  }
}

// Whether it is kept in this browser now.
function remember(name, record) {
  try {
    if (record === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(record));
    return true;
  } catch {
    return false; // storage is forbidden here, or full
  }
}

function show(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

function makeEditor(place) {
  const gutter = element("pre", { className: "tplus-editor-gutter", ariaHidden: "true" });
  const box = element("textarea", { spellcheck: false, wrap: "off", className: "tplus-editor-text", dir: "ltr" });
  const state = element("div", { className: "tplus-editor-state", role: "status" });
  const choice = element("div", { className: "tplus-editor-choice", role: "alert" });
  const list = element("ol", { className: "tplus-editor-problems" });
  const label = element("label", { className: "tplus-editor-label" });
  box.id = `tplus-editor-${Math.random().toString(36).slice(2)}`;
  label.htmlFor = box.id;
  const frame = element("div", { className: "tplus-editor-frame" }, [gutter, box]);
  place.append(element("div", { className: "tplus-editor" }, [label, frame, state, choice, list]));
  let component = null, data = {}, timer = null, numbered = "";
  let base = 0; // the revision that what stands here rests on
  let sent = null, put = null, failed = 0;

  const name = () => `tplus-draft:${data.id}`;

  // One piece of text for all lines between two marks, so that a long text costs little.
  function number() {
    const worst = new Map();
    for (const item of data.problems || []) {
      if (worst.get(item.line) !== "error") worst.set(item.line, item.severity);
    }
    const count = box.value.split("\n").length;
    const stamp = `${count}:${JSON.stringify([...worst])}`;
    if (stamp !== numbered) {
      numbered = stamp;
      const rows = [];
      let plain = "";
      for (let line = 1; line <= count; line += 1) {
        const mark = worst.get(line);
        if (!mark) plain += `${line}\n`;
        else {
          rows.push(plain, element("span", { textContent: `${line}\n`, className: `tplus-line-${mark}` }));
          plain = "";
        }
      }
      gutter.replaceChildren(...rows, plain);
    }
    gutter.scrollTop = box.scrollTop;
  }

  function problems() {
    const items = (data.problems || []).map((item, place) => {
      const text = element("span", { textContent: item.text, id: `${box.id}-${place}` });
      const go = element("button", { type: "button", textContent: item.where, onclick: () => lead(item.line) });
      go.setAttribute("aria-describedby", text.id);
      return element("li", { className: `tplus-problem-${item.severity}` }, [go, text]);
    });
    if (data.more) items.push(element("li", { textContent: data.words.more.replace("{count}", data.more) }));
    list.replaceChildren(...items);
  }

  function lead(line) {
    const before = box.value.split("\n").slice(0, line - 1).join("\n");
    const start = before.length + (line > 1 ? 1 : 0);
    const end = box.value.indexOf("\n", start);
    box.focus();
    box.setSelectionRange(start, end < 0 ? box.value.length : end);
    const height = box.scrollHeight / Math.max(1, box.value.split("\n").length);
    box.scrollTop = Math.max(0, (line - 4) * height);
    gutter.scrollTop = box.scrollTop;
  }

  function send() {
    clearTimeout(timer);
    if (sent === box.value || choice.childElementCount) return;
    sent = box.value;
    show(state, data.words.checking);
    component.setStateValue("text", { text: box.value, base });
  }

  function typed() {
    const isKept = remember(name(), { text: box.value, base });
    show(state, isKept ? data.words.typing : data.words.unkept);
    number();
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE_MS);
  }

  // A new line begins as deep as the one before it.
  function indent(event) {
    const isNewLine = event.key === "Enter" && !(event.isComposing || event.ctrlKey || event.metaKey);
    if (!isNewLine) return;
    event.preventDefault();
    const before = box.value.slice(0, box.selectionStart);
    const depth = /^[ \t]*/.exec(before.slice(before.lastIndexOf("\n") + 1))[0];
    document.execCommand("insertText", false, `\n${depth}`);
  }

  function settle() {
    base = data.revision;
    sent = data.text;
    choice.replaceChildren();
  }

  function take() {
    box.value = data.text;
    settle();
    remember(name(), null);
    number();
    show(state, data.words.kept);
  }

  function insist(text) {
    box.value = text;
    settle();
    sent = null;
    typed();
  }

  // Two texts grew from one: nothing is lost until somebody has chosen.
  function ask(mine) {
    if (choice.childElementCount) return;
    const press = (textContent, onclick) => element("button", { type: "button", textContent, onclick });
    choice.append(
      element("span", { textContent: data.words.newer }),
      press(data.words.theirs, take),
      press(data.words.mine, () => insist(mine())),
    );
  }

  function begin() {
    const unsent = remembered(name());
    take();
    if (unsent === null || unsent.text === data.text || typeof unsent.text !== "string") return;
    remember(name(), unsent);
    if (unsent.base === data.revision) insist(unsent.text);
    else ask(() => unsent.text);
  }

  function follow() {
    if (data.put !== put) take(); // a change that was asked for beside the text
    else if (data.text === box.value) take();
    else if (data.text === sent) base = data.revision; // more was typed since it was sent
    else if (data.revision !== base) ask(() => box.value);
    if (data.failed !== failed && data.text !== box.value) {
      sent = null;
      show(state, data.words.again);
      clearTimeout(timer);
      timer = setTimeout(send, AGAIN_MS);
    }
  }

  box.addEventListener("input", typed);
  box.addEventListener("keydown", indent);
  box.addEventListener("blur", send);
  box.addEventListener("scroll", () => { gutter.scrollTop = box.scrollTop; });

  return {
    draw(given) {
      const isFirst = component === null || data.id !== given.data.id;
      component = given;
      data = given.data;
      show(label, data.words.label);
      if (isFirst) begin();
      else follow();
      put = data.put;
      failed = data.failed;
      number();
      problems();
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
