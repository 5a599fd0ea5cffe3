// The console's scripts. Every page works without them; they make it quicker.
"use strict";

// What went wrong is read first.
document.querySelector("[data-focus]")?.focus();

// The command palette: / or Ctrl-K, then rooms and members by name.
(() => {
  const dialog = document.querySelector("[data-palette]");
  if (!dialog) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  const rooms = [...document.querySelectorAll(".rail nav a")].map((a) => ({ name: a.textContent.trim(), path: a.getAttribute("href") }));
  let items = [];
  let chosen = 0;
  let asked = 0;

  const choose = (place) => {
    chosen = place;
    [...list.children].forEach((li, i) => li.setAttribute("aria-selected", i === place ? "true" : "false"));
    const current = list.children[place];
    if (current?.id) input.setAttribute("aria-activedescendant", current.id);
    else input.removeAttribute("aria-activedescendant");
    current?.scrollIntoView({ block: "nearest" });
  };
  const show = () => {
    list.replaceChildren(
      ...items.map((item, i) => {
        const li = document.createElement("li");
        li.id = `palette-${i}`;
        li.setAttribute("role", "option");
        const name = document.createElement("span");
        name.textContent = item.name;
        name.dir = "auto";
        li.append(name);
        if (item.about) {
          const about = document.createElement("small");
          about.textContent = item.about;
          li.append(about);
        }
        li.addEventListener("click", () => location.assign(item.path));
        return li;
      }),
    );
    if (items.length === 0) {
      const li = document.createElement("li");
      li.setAttribute("role", "option");
      li.setAttribute("aria-disabled", "true");
      li.textContent = dialog.dataset.empty;
      list.append(li);
    }
    choose(0);
  };
  const find = async () => {
    const text = input.value.trim().toLowerCase();
    const turn = ++asked;
    const matching = rooms.filter((room) => room.name.toLowerCase().includes(text));
    items = matching;
    show();
    if (text.length < 2) return;
    try {
      const answer = await fetch(`/console/find?q=${encodeURIComponent(input.value.trim())}`);
      if (!answer.ok) return;
      const members = await answer.json();
      // What was asked before the last letter is not what is looked for.
      if (turn !== asked) return;
      items = matching.concat(members);
      show();
    } catch { /* the rooms are shown already */ }
  };
  const open = () => {
    dialog.showModal();
    input.value = "";
    find();
  };
  input.addEventListener("input", find);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (items.length) choose((chosen + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length);
    } else if (event.key === "Enter" && items[chosen]) {
      event.preventDefault();
      location.assign(items[chosen].path);
    }
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  const opener = document.querySelector("[data-palette-open]");
  opener.hidden = false;
  opener.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if ((event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !isTyping)) {
      event.preventDefault();
      if (!dialog.open) open();
    }
  });
})();

// Parts of a page that change while it is looked at: told by the server, fetched anew, put in place.
(() => {
  const part = document.querySelector("[data-live]");
  if (!part || !window.EventSource) return;
  let isFetching = false;
  const source = new EventSource(part.dataset.live);
  source.addEventListener("changed", async () => {
    if (isFetching || document.hidden) return;
    isFetching = true;
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      if (answer.ok && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector("[data-live]");
        const current = document.querySelector("[data-live]");
        if (!fresh || !current) return;
        // Whoever goes through a list by key, or ticks what stands in it, keeps her place and her ticks.
        const mark = (element) => element?.matches?.("[data-row]") ? element.getAttribute("href") : element?.matches?.("input[name=pick]") ? element.value.split(":")[0] : null;
        const held = current.contains(document.activeElement) ? document.activeElement : null;
        if (held && mark(held) === null) return;
        const ticked = new Map([...current.querySelectorAll("input[name=pick]:checked")].map((box) => [mark(box), box.value]));
        current.replaceChildren(...fresh.childNodes);
        // What was ticked is what was read then: the server is told so where somebody has written since.
        for (const box of current.querySelectorAll("input[name=pick]")) {
          const value = ticked.get(mark(box));
          if (value !== undefined) { box.checked = true; box.value = value; }
        }
        if (held) [...current.querySelectorAll(held.matches("input") ? "input[name=pick]" : "[data-row]")].find((element) => mark(element) === mark(held))?.focus();
      }
    } catch { /* the next change tries again */ } finally {
      isFetching = false;
    }
  });
  addEventListener("pagehide", () => source.close());
})();

// What members write, by keyboard: j and k go through the queue, x ticks, r answers, Ctrl and Enter send.
document.addEventListener("keydown", (event) => {
  const answer = document.querySelector("[data-answer]");
  if (event.target === answer && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    answer.form.requestSubmit(answer.form.querySelector("button"));
    return;
  }
  const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.name !== "pick";
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  if (answer && event.key === "r") {
    event.preventDefault();
    answer.focus();
  }
  const rows = [...document.querySelectorAll("[data-row]")];
  const line = document.activeElement?.closest(".talks li");
  if (event.key === "x") {
    line?.querySelector("input[name=pick]")?.click();
    return;
  }
  const step = { j: 1, k: -1 }[event.key];
  if (!step || !rows.length) return;
  const place = rows.indexOf(line?.querySelector("[data-row]"));
  rows[place < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, place + step))].focus();
});

// A form that was sent is not sent twice by an impatient finger.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.classList.contains("choices")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});

// Filters that are chosen from a list act at once.
for (const select of document.querySelectorAll("select[data-act]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
