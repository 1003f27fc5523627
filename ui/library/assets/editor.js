// The editor of a scenario's text: line numbers with marks, problems that lead to their line. What is typed is
// kept in this browser until the server has it, and sent after each pause.

const PAUSE_MS = 300;
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
    return localStorage.getItem(name);
  } catch {
    return null; // storage is forbidden here: the page itself is all there is
  }
}

function remember(name, text) {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    // as above, or it is full
  }
}

function makeEditor(place) {
  const gutter = element("pre", { className: "tplus-editor-gutter", ariaHidden: "true" });
  const box = element("textarea", { spellcheck: false, wrap: "off", className: "tplus-editor-text", dir: "ltr" });
  const state = element("div", { className: "tplus-editor-state", role: "status" });
  const list = element("ol", { className: "tplus-editor-problems" });
  const label = element("label", { className: "tplus-editor-label" });
  box.id = `tplus-editor-${Math.random().toString(36).slice(2)}`;
  label.htmlFor = box.id;
  const frame = element("div", { className: "tplus-editor-frame" }, [gutter, box]);
  const root = element("div", { className: "tplus-editor" }, [label, frame, state, list]);
  place.append(root);
  let component = null, data = {}, timer = null, sent = null, put = null;

  const name = () => `tplus-draft:${data.id}`;

  function marks() {
    const worst = new Map();
    for (const item of data.problems || []) {
      if (worst.get(item.line) !== "error") worst.set(item.line, item.severity);
    }
    return worst;
  }

  function number() {
    const worst = marks();
    const count = box.value.split("\n").length;
    const rows = [];
    for (let line = 1; line <= count; line += 1) {
      rows.push(element("span", { textContent: `${line}\n`, className: `tplus-line-${worst.get(line) || "fine"}` }));
    }
    gutter.replaceChildren(...rows);
    gutter.scrollTop = box.scrollTop;
  }

  function problems() {
    list.replaceChildren(...(data.problems || []).map((item) => {
      const go = element("button", { type: "button", textContent: item.where, onclick: () => show(item.line) });
      const text = element("span", { textContent: item.text });
      return element("li", { className: `tplus-problem-${item.severity}` }, [go, text]);
    }));
  }

  function show(line) {
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
    if (sent === box.value) return;
    sent = box.value;
    state.textContent = data.words.checking;
    component.setStateValue("text", box.value);
  }

  function typed() {
    remember(name(), box.value);
    state.textContent = data.words.typing;
    number();
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE_MS);
  }

  // A new line begins as deep as the one before it.
  function indent(event) {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const before = box.value.slice(0, box.selectionStart);
    const depth = /^[ \t]*/.exec(before.slice(before.lastIndexOf("\n") + 1))[0];
    document.execCommand("insertText", false, `\n${depth}`);
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
      label.textContent = data.words.label;
      if (isFirst) {
        const unsent = remembered(name());
        box.value = unsent === null ? data.text : unsent;
        sent = data.text;
        if (unsent !== null && unsent !== data.text) send();
      } else if (data.put !== put) {
        box.value = data.text; // a change that was asked for beside the text
        sent = data.text;
        remember(name(), null);
      }
      put = data.put;
      if (data.text === box.value) {
        remember(name(), null);
        state.textContent = data.words.kept;
      }
      number();
      problems();
    },
    stop() {
      clearTimeout(timer);
      if (component && sent !== box.value) send();
    },
  };
}
