// The live bar: ticks with the server's clock, shows a pushed inject at once, and asks Streamlit to redraw
// what else has changed. One WebSocket a page; without it the page asks every two seconds.

const PING_MS = 5000;
const FIRST_PINGS_MS = [0, 150, 300, 600];
const DEAD_MS = 12000;
const AWAKE_MS = 1500;
const DOWN_MS = 3000;
const POLL_MS = 2000;
const LEAST_WAIT_MS = 250;
const MOST_WAIT_MS = 15000;
const LEAST_JITTER_MS = 50;
const FIRST_SHARE = 0.15; // of the time over which redraws are spread: until everybody has been told
const SAMPLES = 8;
const LEAST_SCALE = 0.5;
const SCALE_STEP = 0.05;
const BELOW_PX = 16;
const PROJECTOR_PX = 1000;
const LEAP_MS = 250;
const PAUSE_IN_TYPING_MS = 3000;
const PAUSE_AFTER_PRESS_MS = 700;
const MOST_TYPING_MS = 15000;
const TYPING_EVERY_MS = 2000;
const BUZZ_MS = 200;
const ANSWER_MS = 20000; // a redraw that was asked for has come by then, or the server does not know this page
const bars = new WeakMap();

export default function (component) {
  const place = component.parentElement;
  let bar = bars.get(place);
  if (!bar) {
    bar = makeBar(place.querySelector(".tplus-live"));
    bars.set(place, bar);
  }
  bar.draw(component);
  return () => {
    bar.stop();
    bars.delete(place);
  };
}

const now = () => performance.now();
const between = (low, high) => low + Math.random() * (high - low);
const two = (number) => String(number).padStart(2, "0");

function span(ms) {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

// Past an hour in hours and minutes, below it to the second.
function hours(ms, text) {
  const minutes = Math.floor(ms / 60000);
  return minutes < 60 ? span(ms) : fill(text, { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

// Keeps a projector's screen lit; browsers let go of it whenever the page is hidden, and some never grant it.
function makeLight() {
  let lock = null;
  let isAsking = false;

  async function keep(isWanted) {
    if (!isWanted || lock || isAsking || document.visibilityState === "hidden" || !navigator.wakeLock) return;
    isAsking = true;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { lock = null; });
    } catch {
      lock = null; // a low battery, or a rule of the browser's
    }
    isAsking = false;
  }

  return {
    keep,
    out() {
      if (lock) lock.release();
    },
  };
}

// The server's time against this page's own steady counter, which nobody can set. The sample with the
// shortest way there and back is the truest; a leap (the machine slept) is followed at once.
function makeServerClock() {
  let samples = [];
  let offset = null;
  return {
    isKnown: () => samples.length > 0,
    guess(serverMs) {
      if (!samples.length) offset = serverMs - now();
    },
    learn(sentAt, serverMs) {
      const rtt = now() - sentAt;
      const found = serverMs - now() + rtt / 2;
      const isLeap = samples.length > 0 && Math.abs(found - offset) > LEAP_MS + rtt;
      samples = isLeap ? [] : samples.slice(1 - SAMPLES);
      samples.push({ rtt, offset: found });
      offset = samples.reduce((best, item) => (item.rtt <= best.rtt ? item : best)).offset;
    },
    nowMs: () => now() + (offset ?? Date.now() - now()),
  };
}

// A text of the screen with its values filled in by name; the texts come from Python.
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function alertLine(word, text) {
  const line = element("div", "", "");
  line.append(element("b", "", word), ` ${text}`);
  return line;
}

function tile([label, value, tip]) {
  const made = element("div", "tplus-tile", "");
  made.title = tip;
  made.append(element("b", "", value), element("span", "", label));
  return made;
}

function exerciseMs(clock, serverMs) {
  const ran = clock.is_running ? Math.max(0, serverMs - clock.recorded_ms) * clock.rate : 0;
  return Math.max(clock.least_ms, Math.min(clock.at_ms + ran, Math.max(clock.most_ms, clock.at_ms)));
}

// Where the reason of a pause stands as a band across the room, the clock need not tell it again.
function runLine(clock, words, isShort) {
  if (isShort && clock.phase === "paused") return words.paused;
  if (clock.phase !== "paused") return clock.rate === 1 ? words.running : fill(words.running_at, clock);
  return clock.reason ? fill(words.paused_because, clock) : words.paused;
}

function stateLine(clock, atMs, words, isShort) {
  if (clock.phase === "lobby") return fill(words.not_started, { minutes: Math.floor(clock.end_ms / 60000) });
  if (clock.phase === "ended") return words.ended;
  const parts = [runLine(clock, words, isShort), fill(words.left, { time: span(clock.end_ms - atMs) })];
  if (clock.next_due_ms === null) parts.push(words.no_more);
  else if (clock.next_due_ms !== undefined) {
    parts.push(fill(words.next, { time: span(clock.next_due_ms - atMs) }));
  }
  return parts.join(" · ");
}

// The server escapes every text in it.
function exhibit(markup) {
  const made = document.createElement("template");
  made.innerHTML = markup;
  return made.content;
}

function makeBar(root) {
  const find = (name) => root.querySelector(`.tplus-${name}`);
  const face = find("clock"), stateBelow = find("live-state"), local = find("live-local");
  const link = find("live-link"), inject = find("live-inject");
  const warnings = find("live-warnings");
  const board = makeBoard(root, face, stateBelow, local, link);
  const server = makeServerClock();
  const light = makeLight();
  const zone = new Intl.DateTimeFormat(undefined, {
    hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short",
  });
  let component = null, data = {}, message = null;
  let socket = null, attempts = 0, heardAt = now(), downSince = now(), isStopped = false;
  let told = { version: 0, loud: 0, tick: -1 };
  let isDoubtful = false; // whether the server still knows the parts of this page
  let toldAt = -Infinity, redraw = null, redrawAt = 0, wantedSince = 0;
  let wasLive = false, typedAt = -Infinity, pressedAt = -Infinity, typingSentAt = -Infinity, shownInject = null, polls = 0, waitingBefore = 0;
  const timers = {};

  function later(name, ms, work) {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(work, ms);
  }

  // ---- what is shown ----

  function tick() {
    const serverMs = server.nowMs();
    if (message) {
      const atMs = exerciseMs(message.clock, serverMs);
      show(face, `T+${span(atMs)}`);
      show(stateBelow, stateLine(message.clock, atMs, data.words, Boolean(message.board)));
      face.className = `tplus-clock tplus-${message.clock.phase}`;
      showCountdowns(atMs);
      if (message.board) board.tick(Math.max(0, 1 - atMs / Math.max(1, message.clock.end_ms)));
    }
    if (data.show === "projector" && isTooLong()) fit(); // styles and fonts may come after the inject
    showWaiting();
    show(local, zone.format(new Date(serverMs)));
    showLink();
    later("tick", untilNextSecond(serverMs), tick);
  }

  // Time left until what a screen has marked with the exercise time it is due at.
  function showCountdowns(atMs) {
    for (const place of document.querySelectorAll(".tplus-countdown")) {
      const leftMs = Number(place.dataset.due) - atMs;
      const time = hours(Math.abs(leftMs), data.words.hours);
      show(place, fill(leftMs < 0 ? data.words.over : data.words.left, { time }));
      place.classList.toggle("tplus-is-over", leftMs < 0);
    }
  }

  // What waits for this person is told where they look when they do not look here.
  function showWaiting() {
    const waiting = document.querySelectorAll(".tplus-notice").length;
    const title = document.title.replace(/^\(\d+\) /, "");
    const wanted = waiting ? `(${waiting}) ${title}` : title;
    if (document.title !== wanted) document.title = wanted;
    if (waiting > waitingBefore && typeof navigator.vibrate === "function") navigator.vibrate(BUZZ_MS);
    waitingBefore = waiting;
  }

  function untilNextSecond(serverMs) {
    const wall = 1000 - (serverMs % 1000);
    if (!message || !message.clock.is_running) return wall + 2;
    const left = (1000 - (exerciseMs(message.clock, serverMs) % 1000)) / message.clock.rate;
    return Math.max(100, Math.min(wall, left) + 2);
  }

  function show(place, text) {
    if (place.textContent !== text) place.textContent = text;
  }

  function mode() {
    if (socket && socket.readyState === WebSocket.OPEN && downSince === null) return "live";
    return downSince !== null && now() - downSince > DOWN_MS ? "polling" : "reconnecting";
  }

  function showLink() {
    const found = mode();
    const is = found === "reconnecting" && !wasLive ? "connecting" : found;
    wasLive ||= is === "live";
    show(link, data.words[is]);
    link.classList.toggle("tplus-is-live", is === "live");
    root.dataset.link = is;
  }

  function showInject() {
    const item = message.inject;
    const isProjector = data.show === "projector";
    const isOpen = message.clock.phase === "running" || message.clock.phase === "paused";
    const wanted = item && isOpen && data.show !== "desk" && (isProjector || item.seq > data.drawn);
    const asked = message.answered[1];
    const stamp = wanted ? `${item.seq}:${isProjector ? JSON.stringify([item.questions, asked]) : ""}` : "";
    if (stamp === shownInject) return;
    shownInject = stamp;
    inject.replaceChildren();
    if (!wanted) return;
    const label = [isProjector ? item.at : fill(data.words.new, { time: item.at })];
    if (item.sender) label.push(fill(data.words.from, item));
    inject.append(element("div", "tplus-label", label.join(" · ")));
    if (!item.text.startsWith(item.title.replace(/…$/, ""))) inject.append(element("h2", "", item.title));
    inject.append(element("div", isProjector ? "tplus-big" : "tplus-prose", item.text));
    const shelf = element("div", "tplus-live-exhibits");
    for (const one of item.exhibits || []) shelf.append(exhibit(one));
    if (shelf.childElementCount) inject.append(shelf);
    const put = element("div", "tplus-live-questions");
    put.append(...board.questions(item, asked, data.words));
    if (put.childElementCount) inject.append(put);
    for (const picture of inject.querySelectorAll("img")) picture.addEventListener("load", fit);
  }

  // Nobody scrolls on a projector: a long inject is set smaller until it fits, though never below half.
  function fit() {
    if (data.show !== "projector") return;
    const least = window.innerWidth < PROJECTOR_PX ? 1 : LEAST_SCALE;
    for (let scale = 1; scale >= least; scale -= SCALE_STEP) {
      root.style.setProperty("--tplus-fit", scale.toFixed(2));
      root.style.setProperty("--tplus-fit-text", ((1 + scale) / 2).toFixed(2));
      if (!isTooLong()) return;
    }
  }

  function isTooLong() {
    if (root.classList.contains("tplus-is-board") && window.innerWidth >= PROJECTOR_PX) {
      return inject.scrollHeight > inject.clientHeight + 1;
    }
    const main = root.closest('[data-testid="stMain"]');
    return main && root.getBoundingClientRect().bottom + main.scrollTop > window.innerHeight - BELOW_PX;
  }

  function showWarnings() {
    const wanted = data.show === "desk" ? message.warnings || [] : [];
    if (warnings.dataset.shown === JSON.stringify(wanted)) return;
    warnings.dataset.shown = JSON.stringify(wanted);
    warnings.replaceChildren(...wanted.map((text) => element("p", "", text)));
  }

  // The AI system's signals stand elsewhere on the screen; they are kept up to date without a redraw.
  function showSignals() {
    if (!message.signals) return;
    const stamp = JSON.stringify(message.signals);
    for (const place of document.querySelectorAll(".tplus-signals")) {
      if (place.dataset.shown === stamp) continue;
      place.dataset.shown = stamp;
      const lines = message.signals.alerts.map((text) => alertLine(data.words.alert, text));
      place.querySelector(".tplus-alerts").replaceChildren(...lines);
      place.querySelector(".tplus-tiles").replaceChildren(...message.signals.tiles.map(tile));
    }
  }

  // ---- what was heard ----

  function hear(news) {
    if (message && news.version < message.version) return;
    message = news;
    server.guess(news.now_ms);
    showInject();
    if (data.show === "projector") board.show(message, data);
    showWarnings();
    showSignals();
    fit();
    window.dispatchEvent(new CustomEvent("tplus-live", { detail: { typing: news.typing } }));
    tick();
    const isLoud = news.loud > told.loud;
    if (isLoud || isDoubtful || isNews(news)) wantRedraw(isLoud);
  }

  // Charts are drawn by the server at each tick; nothing else on a screen needs a tick.
  function isNews(news) {
    return news.version > told.version || (data.show === "desk" && news.tick > told.tick);
  }

  // Redraws of many browsers are spread, and those of one kept apart; an inject does not wait its turn.
  function wantRedraw(isLoud) {
    const pace = message.pace_ms;
    const wait = isLoud ? 0 : Math.max(0, toldAt + pace - now());
    const at = now() + wait + between(Math.max(LEAST_JITTER_MS, pace * FIRST_SHARE), pace);
    if (redraw !== null && redrawAt <= at) return;
    if (redraw === null) wantedSince = now();
    clearTimeout(redraw);
    redrawAt = at;
    redraw = setTimeout(askForRedraw, at - now());
  }

  // Nothing moves under anybody's fingers: a redraw waits for a pause in typing and pressing, though not for
  // ever. A press that met a redraw of the same form could be lost.
  function askForRedraw() {
    const isBusy = now() - typedAt < PAUSE_IN_TYPING_MS || now() - pressedAt < PAUSE_AFTER_PRESS_MS;
    if ((isBusy && now() - wantedSince < MOST_TYPING_MS) || !isConnected()) {
      redraw = setTimeout(askForRedraw, 250);
      return;
    }
    redraw = null;
    if (!isDoubtful && !isNews(message)) return; // drawn for another reason
    toldAt = now();
    told = { version: message.version, loud: message.loud, tick: message.tick };
    later("unanswered", ANSWER_MS + message.pace_ms, unanswered);
    if (isDoubtful) window.dispatchEvent(new CustomEvent("tplus-anew"));
    else component.setTriggerValue("changed", message.version);
  }

  // What a page asks for while it is not connected, Streamlit forgets.
  function isConnected() {
    const app = document.querySelector('[data-testid="stApp"]');
    return !app || (app.dataset.testConnectionState ?? "CONNECTED") === "CONNECTED";
  }

  // The server has started anew, or has forgotten this page: what is asked for then is the whole of it.
  function unanswered() {
    isDoubtful = true;
    wantRedraw(false);
  }

  // ---- the connection ----

  function open() {
    if (isStopped || (socket && socket.readyState <= WebSocket.OPEN)) return;
    const url = new URL("tplus/live", document.baseURI);
    url.protocol = url.protocol.replace("http", "ws");
    url.search = new URLSearchParams({ exercise: data.exercise, as: data.as });
    const mine = (socket = new WebSocket(url));
    mine.onopen = () => {
      for (const ms of FIRST_PINGS_MS) setTimeout(() => ping(mine), ms);
    };
    mine.onmessage = (event) => {
      if (mine !== socket) return;
      heardAt = now();
      attempts = 0;
      const news = JSON.parse(event.data);
      if ("pong" in news) {
        server.learn(news.pong, news.server);
      } else {
        downSince = null;
        hear(news);
      }
    };
    mine.onclose = () => {
      if (mine === socket) lost();
    };
  }

  function lost() {
    socket = null;
    isDoubtful = true;
    downSince ??= now();
    showLink();
    const most = Math.min(MOST_WAIT_MS, LEAST_WAIT_MS * 2 ** attempts++);
    later("open", between(most / 2, most), open);
  }

  function ping(mine) {
    if (mine && mine === socket && mine.readyState === WebSocket.OPEN) {
      mine.send(JSON.stringify({ ping: now() }));
    }
  }

  // Keeps the offset fresh, gives up on a connection that has gone silent, and polls without one.
  function watch() {
    if (socket && now() - heardAt > DEAD_MS) reopen();
    else ping(socket);
    later("watch", PING_MS, watch);
  }

  function poll() {
    if (mode() === "polling" && component) component.setTriggerValue("polled", ++polls);
    later("poll", POLL_MS, poll);
  }

  function reopen() {
    const old = socket;
    if (old) {
      old.onclose = null;
      old.close();
    }
    attempts = 0;
    lost();
    clearTimeout(timers.open);
    open();
  }

  // After sleep: an answer within a second and a half, or a new connection.
  function wake() {
    if (document.visibilityState === "hidden") return;
    light.keep(data.show === "projector");
    tick();
    if (!socket) {
      clearTimeout(timers.open);
      open();
      return;
    }
    const asked = now();
    ping(socket);
    later("wake", AWAKE_MS, () => {
      if (heardAt < asked) reopen();
    });
  }

  // The browser has its cookie now, without which pictures were refused.
  function kept() {
    shownInject = null;
    if (message) showInject();
    wake();
  }

  function typed(event) {
    typedAt = now();
    const question = event.detail && event.detail.question;
    if (!question || now() - typingSentAt < TYPING_EVERY_MS || mode() !== "live") return;
    typingSentAt = now();
    socket.send(JSON.stringify({ typing: question }));
  }

  function pressed() {
    pressedAt = now();
  }

  const listeners = [
    [document, "visibilitychange", wake], [window, "pageshow", wake], [window, "online", wake],
    [window, "tplus-seat-kept", kept], [window, "tplus-typing", typed], [window, "resize", fit],
  ];
  for (const [target, name, work] of listeners) target.addEventListener(name, work);
  root.exerciseMs = () => (message ? exerciseMs(message.clock, server.nowMs()) : null);

  return {
    draw(given) {
      const isFirst = component === null;
      component = given;
      data = given.data;
      const drawn = data.message;
      for (const name of ["version", "loud", "tick"]) told[name] = Math.max(told[name], drawn[name]);
      shownInject = null;
      isDoubtful = false;
      clearTimeout(timers.unanswered);
      hear(drawn);
      light.keep(data.show === "projector");
      if (!isFirst) return;
      open();
      watch();
      poll();
    },
    stop() {
      isStopped = true;
      light.out();
      for (const name of Object.keys(timers)) clearTimeout(timers[name]);
      clearTimeout(redraw);
      for (const [target, name, work] of listeners) target.removeEventListener(name, work);
      if (socket) {
        socket.onclose = null;
        socket.close();
      }
    },
  };
}
