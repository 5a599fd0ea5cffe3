// The chat for a shop's pages: one file, nothing else loaded, no cookie, no mark of anybody's taken for HTML.
//
// <script src="https://loyalty.example.com/chat/widget.js" defer data-language="ms"></script>
//
// It looks as the page says by CSS variables on setia-chat: --setia-chat-hue, --setia-chat-on-hue, --setia-chat-paper,
// --setia-chat-ink, --setia-chat-line, --setia-chat-font, --setia-chat-side, --setia-chat-bottom, --setia-chat-layer.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || window.SetiaChat) return;
  const base = new URL(script.src).origin;
  const wanted = (script.dataset.language || document.documentElement.lang || navigator.language || "en").slice(0, 2);
  const language = texts[wanted] ? wanted : "en";
  const t = texts[language];
  const storeKey = `setia-chat:${base}`;

  // What is kept in the browser: the session, what was not sent yet, and what was read.
  const kept = (() => {
    try { return JSON.parse(localStorage.getItem(storeKey)) || {}; } catch { return {}; }
  })();
  kept.outbox = Array.isArray(kept.outbox) ? kept.outbox : [];
  const keep = () => {
    try { localStorage.setItem(storeKey, JSON.stringify(kept)); } catch { /* a private window: until it is closed */ }
  };

  // Somebody else is signed in to the page: what was another's is not hers to see.
  if (script.dataset.who !== undefined && kept.who !== script.dataset.who) {
    delete kept.session;
    delete kept.seen;
    kept.outbox = [];
    kept.who = script.dataset.who;
    keep();
  }

  // MARK: - What is seen

  const host = document.createElement("setia-chat");
  host.lang = language;
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const icon = (path) => {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS(space, "path");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  };

  // What may be sent: the server looks at the bytes.
  const kinds = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/heic", "application/pdf"];
  const mostBytes = 5 * 1024 * 1024;

  const badge = make("span", { class: "badge", hidden: "" });
  const opener = make("button", { type: "button", class: "opener", "aria-expanded": "false", "aria-controls": "panel" },
    icon("M4 5h16v11H9l-5 4z"), make("span", { class: "word" }, t.open), badge);
  const closer = make("button", { type: "button", class: "closer", "aria-label": t.close }, icon("M6 6l12 12M18 6L6 18"));
  const state = make("p", { class: "state", role: "status" });
  const trouble = make("p", { class: "trouble", role: "status", hidden: "" });
  const list = make("ol", { class: "talk" });
  const empty = make("p", { class: "empty" }, t.empty);
  const log = make("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": t.title, tabindex: "0" }, empty, list);
  const email = make("input", { type: "email", id: "email", name: "email", autocomplete: "email", maxlength: "254", "aria-describedby": "email-why" });
  const emailField = make("div", { class: "field", hidden: "" }, make("label", { for: "email" }, t.email), email,
    make("p", { class: "why", id: "email-why" }, t.emailWhy));
  const words = make("textarea", { id: "words", rows: "2", maxlength: "5000", required: "", dir: "auto" });
  const send = make("button", { class: "send" }, t.send);
  const picker = make("input", { type: "file", id: "file", class: "picker", accept: kinds.join(",") });
  const attach = make("label", { for: "file", class: "attach", title: t.attach }, icon("M8 12l6-6a3 3 0 0 1 4 4l-8 8a5 5 0 0 1-7-7l8-8"),
    make("span", { class: "unseen" }, t.attach));
  const form = make("form", { novalidate: "" }, emailField,
    make("div", { class: "field" }, make("label", { for: "words" }, t.words), words), make("div", { class: "act" }, picker, attach, send));
  const panel = make("section", { class: "panel", id: "panel", role: "dialog", "aria-label": t.title, hidden: "" },
    make("header", {}, make("h2", {}, t.title), closer), state, trouble, log, form);
  root.append(panel, opener);

  const shown = new Map();
  let isOpen = false;
  let isKnown = false;
  let unread = 0;
  let lastID = "";

  const places = { en: "en-GB", ms: "ms-MY", id: "id-ID", th: "th-TH" };
  const time = (text) => {
    const moment = new Date(text);
    const isToday = moment.toDateString() === new Date().toDateString();
    const form = isToday ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
    return new Intl.DateTimeFormat(`${places[language]}-u-ca-gregory`, form).format(moment);
  };
  const line = (side, who, text, at) => {
    const when = make("time", at ? { datetime: at } : {}, at ? time(at) : t.sending);
    const item = make("li", { class: side }, make("p", { class: "who" }, who), make("p", { class: "words", dir: "auto" }, text), make("p", { class: "when" }, when));
    empty.hidden = true;
    return item;
  };
  const scroll = () => { log.scrollTop = log.scrollHeight; };
  const showCount = () => {
    badge.hidden = unread === 0;
    badge.textContent = unread > 9 ? "9+" : String(unread);
    opener.setAttribute("aria-label", unread ? `${t.open}, ${t.unread.replace("{n}", unread)}` : t.open);
  };
  // A message is known by its id: told twice it stands once.
  const show = (message) => {
    if (message.id > lastID) lastID = message.id;
    if (shown.has(message.id)) return;
    const isHers = message.from === "you";
    const item = line(isHers ? "yours" : "ours", isHers ? t.you : message.author || t.us, message.files ? message.files.join("\n") : message.text, message.at);
    shown.set(message.id, item);
    list.append(item);
    if (!isHers && message.id > (kept.seen || "")) {
      if (isOpen && !document.hidden) see(); else { unread += 1; showCount(); }
    }
    scroll();
  };
  const showService = (service) => {
    const until = service.answerBy ? t.answerBy.replace("{when}", time(service.answerBy)) : "";
    state.textContent = `${service.there ? t.there : t.away} ${until}`.trim();
    panel.classList.toggle("away", !service.there);
    emailField.hidden = service.there || isKnown;
    email.required = !emailField.hidden;
  };
  const complain = (text) => {
    trouble.hidden = !text;
    trouble.textContent = text || "";
  };

  // MARK: - To and from the server

  const ask = async (path, body, more = {}) => {
    const headers = { accept: "application/json" };
    if (kept.session) headers.authorization = `Bearer ${kept.session}`;
    if (body) headers["content-type"] = "application/json";
    const answer = await fetch(base + path, {
      method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body),
      credentials: base === location.origin ? "same-origin" : "omit", cache: "no-store", ...more,
    });
    return answer;
  };
  let beginning = null;
  const begin = (token) => {
    beginning ||= (async () => {
      try {
        const body = { language };
        if (token) body.token = token;
        if (kept.session) body.session = kept.session;
        const answer = await ask("/chat/sessions", body);
        if (!answer.ok) throw Object.assign(new Error("begin"), { status: answer.status });
        const chat = await answer.json();
        kept.session = chat.session;
        if (token) clear();
        take(chat);
        keep();
      } finally { beginning = null; }
    })();
    return beginning;
  };
  const take = (chat) => {
    isKnown = chat.known;
    showService(chat.service);
    chat.messages.forEach(show);
  };
  const clear = () => {
    shown.clear();
    list.replaceChildren();
    empty.hidden = false;
    unread = 0;
    lastID = "";
    showCount();
  };
  const forget = () => {
    delete kept.session;
    keep();
  };

  // What was written waits here until the server has it, over reloads too; told twice it is kept once, by its id.
  let isSending = false;
  let wait = 0;
  const pendingItems = new Map();
  const showPending = (entry) => {
    if (pendingItems.has(entry.id)) return;
    const item = line("yours pending", t.you, entry.text, "");
    pendingItems.set(entry.id, item);
    list.append(item);
    scroll();
  };
  const pump = async () => {
    if (isSending) return;
    isSending = true;
    try {
      while (kept.outbox.length) {
        const entry = kept.outbox[0];
        showPending(entry);
        let answer;
        try {
          if (!kept.session) await begin();
          answer = await ask("/chat/messages", entry);
        } catch (error) {
          if (error.status && error.status < 500 && error.status !== 429) { complain(t.notSent); return; }
          answer = null;
        }
        if (answer && answer.status === 401) { forget(); continue; }
        if (answer && answer.ok) {
          const message = await answer.json();
          done(entry);
          show(message);
          complain("");
          wait = 0;
          if (!isFollowing) follow();
        } else if (answer && answer.status < 500 && answer.status !== 429) {
          // It will not be taken another time either: it goes back into the form.
          done(entry);
          if (!words.value) words.value = entry.text;
          complain(answer.status === 422 && entry.email ? t.wrongEmail : t.notSent);
        } else {
          complain(t.waiting);
          wait = Math.min(30000, (wait || 1000) * 2);
          await pause(wait);
        }
      }
    } finally { isSending = false; }
    held.splice(0).forEach(show);
  };
  const done = (entry) => {
    kept.outbox = kept.outbox.filter((other) => other.id !== entry.id);
    keep();
    pendingItems.get(entry.id)?.remove();
    pendingItems.delete(entry.id);
  };
  // Waits, and no longer than until the network is back.
  const pause = (milliseconds) => new Promise((go) => {
    const timer = setTimeout(go, milliseconds * (0.75 + Math.random() / 2));
    addEventListener("online", () => { clearTimeout(timer); go(); }, { once: true });
  });

  // A file is sent at once and told again while the page is open; it is too large to be kept over reloads.
  let filesOnTheirWay = 0;
  const sendFile = async (file, address) => {
    if (!kinds.includes(file.type) || file.size > mostBytes || file.size === 0) { complain(t.wrongFile); return; }
    const item = line("yours pending", t.you, file.name, "");
    list.append(item);
    scroll();
    filesOnTheirWay += 1;
    try {
      const data = await base64(file);
      const entry = { id: newID(), name: file.name.slice(0, 120), data };
      if (address) entry.email = address;
      let delay = 1000;
      for (;;) {
        let answer = null;
        try {
          if (!kept.session) await begin();
          answer = await ask("/chat/files", entry);
        } catch (error) {
          if (error.status && error.status < 500 && error.status !== 429) { complain(t.notSent); return; }
        }
        if (answer && answer.status === 401) { forget(); continue; }
        if (answer && answer.ok) {
          show(await answer.json());
          complain("");
          if (!isFollowing) follow();
          return;
        }
        if (answer && answer.status < 500) { complain(answer.status === 422 ? t.wrongFile : t.notSent); return; }
        complain(t.waiting);
        delay = Math.min(30000, delay * 2);
        await pause(delay);
      }
    } catch { complain(t.wrongFile); } finally {
      filesOnTheirWay -= 1;
      item.remove();
      if (!list.children.length) empty.hidden = false;
      if (!isSending && !filesOnTheirWay) held.splice(0).forEach(show);
    }
  };
  const base64 = (file) => new Promise((take, fail) => {
    const reader = new FileReader();
    reader.onload = () => take(String(reader.result).split(",")[1] || "");
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });
  const newID = () => (crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`);

  // Her own words may be told before the answer to sending them is here: they wait for it.
  const held = [];
  const hear = (message) => {
    if (message.from === "you" && (isSending || filesOnTheirWay) && !shown.has(message.id)) held.push(message); else show(message);
  };

  let isFollowing = false;
  let following = null;
  const follow = async () => {
    if (isFollowing || !kept.session) return;
    isFollowing = true;
    let failures = 0;
    while (kept.session) {
      const session = kept.session;
      const abort = new AbortController();
      following = abort;
      let heard = false;
      let watch;
      const alive = () => {
        clearTimeout(watch);
        watch = setTimeout(() => abort.abort(), heard ? 40000 : 10000);
      };
      try {
        alive();
        const headers = { accept: "text/event-stream", authorization: `Bearer ${session}` };
        if (lastID) headers["last-event-id"] = lastID;
        const answer = await fetch(`${base}/chat/events`, { headers, cache: "no-store", signal: abort.signal, credentials: base === location.origin ? "same-origin" : "omit" });
        if (answer.status === 401) { if (kept.session === session) { forget(); } break; }
        if (!answer.ok) throw new Error(String(answer.status));
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let text = "";
        for (;;) {
          const { value, done: isOver } = await reader.read();
          if (isOver) break;
          heard = true;
          failures = 0;
          alive();
          complain(kept.outbox.length ? t.waiting : "");
          text += value;
          let end;
          while ((end = text.indexOf("\n\n")) >= 0) {
            tell(text.slice(0, end));
            text = text.slice(end + 2);
          }
        }
      } catch { /* the network: again, with what is there */ }
      clearTimeout(watch);
      if (kept.session !== session) continue;
      failures = heard ? 0 : failures + 1;
      if (failures > 1) complain(t.reconnecting);
      // Something on the way may keep back what is not finished: then it is asked for.
      if (failures > 2) await poll();
      await pause(Math.min(30000, 1000 * 2 ** failures));
    }
    isFollowing = false;
  };
  const poll = async () => {
    try {
      const answer = await ask("/chat/messages");
      if (answer.ok) { take(await answer.json()); complain(""); }
    } catch { /* next time */ }
  };
  const tell = (frame) => {
    let name = "message";
    let data = "";
    for (const row of frame.split("\n")) {
      if (row.startsWith("event: ")) name = row.slice(7);
      if (row.startsWith("data: ")) data += row.slice(6);
    }
    if (!data) return;
    try {
      const value = JSON.parse(data);
      if (name === "message") hear(value);
      if (name === "service") showService(value);
      if (name === "end") { forget(); following?.abort(); }
    } catch { /* a frame that is cut is told again */ }
  };
  let seeing = 0;
  const see = () => {
    unread = 0;
    showCount();
    if (!lastID || lastID <= (kept.seen || "")) return;
    kept.seen = lastID;
    keep();
    clearTimeout(seeing);
    seeing = setTimeout(() => ask("/chat/seen", { upTo: kept.seen }).catch(() => {}), 300);
  };

  // MARK: - What she does

  const open = async () => {
    isOpen = true;
    panel.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    host.classList.add("open");
    words.focus();
    scroll();
    see();
    try {
      if (!kept.session) await begin();
      complain("");
    } catch (error) {
      complain(error.status && error.status < 500 && error.status !== 429 ? t.notHere : t.reconnecting);
      return;
    }
    follow();
    pump();
  };
  const close = () => {
    isOpen = false;
    panel.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    host.classList.remove("open");
    opener.focus();
  };
  opener.addEventListener("click", () => (isOpen ? close() : open()));
  closer.addEventListener("click", close);
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  // Where an answer reaches her: what she left, nothing, or false where something is to be put right first.
  const address = () => {
    if (!emailField.hidden && email.value.trim()) {
      if (email.checkValidity()) return email.value.trim();
      complain(t.wrongEmail);
    } else if (!emailField.hidden && !list.children.length) {
      complain(t.needEmail);
    } else { return ""; }
    email.focus();
    return false;
  };
  picker.addEventListener("change", () => {
    const [file] = picker.files;
    const where = file ? address() : false;
    if (where !== false) sendFile(file, where);
    picker.value = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = words.value.trim();
    if (!text) return;
    const where = address();
    if (where === false) return;
    const entry = { id: newID(), text };
    if (where) entry.email = where;
    kept.outbox.push(entry);
    keep();
    words.value = "";
    showPending(entry);
    pump();
  });
  document.addEventListener("visibilitychange", () => { if (isOpen && !document.hidden) see(); });
  addEventListener("pagehide", () => following?.abort());
  addEventListener("pageshow", (event) => { if (event.persisted) { isFollowing = false; follow(); pump(); } });

  // What the shop's page may do: open it, say who is signed in (with a token of the shop's), and leave nothing behind.
  window.SetiaChat = {
    open,
    close,
    identify: async (token) => { await begin(token); following?.abort(); follow(); },
    signOut: async () => {
      try { await ask("/chat/end", {}); } catch { /* it ends by itself */ }
      try { localStorage.removeItem(storeKey); } catch { /* nothing was kept */ }
      delete kept.session;
      delete kept.seen;
      kept.outbox = [];
      isKnown = false;
      following?.abort();
      pendingItems.clear();
      clear();
    },
  };

  const settle = () => {
    document.body.append(host);
    showCount();
    kept.outbox.forEach(showPending);
    if (script.dataset.token) window.SetiaChat.identify(script.dataset.token).catch(() => {});
    else if (kept.session) { poll().then(() => { follow(); pump(); }); }
  };
  if (document.body) settle(); else addEventListener("DOMContentLoaded", settle);
})();
