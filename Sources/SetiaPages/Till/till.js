// The till: scan a card by camera, and keep sales while the network is away. Without scripts the forms work as they are.
"use strict";

// Sales that could not be sent wait here under the id of their event; sent twice, they count once.
(() => {
  const form = document.querySelector("[data-sale]");
  const note = document.querySelector("[data-queue]");
  if (!form || !note) return;
  const place = "setia-till-queue";
  const read = () => { try { return JSON.parse(localStorage.getItem(place) ?? "[]"); } catch { return []; } };
  const write = (queue) => localStorage.setItem(place, JSON.stringify(queue));
  const tell = (text) => { note.textContent = text; note.hidden = !text; };
  const count = (queue) => queue.length === 1 ? note.dataset.one : note.dataset.many.replace("{n}", queue.length);
  const newID = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  let isSending = false;

  const send = async () => {
    const queue = read();
    if (queue.length === 0 || isSending) return;
    isSending = true;
    try {
      const answer = await fetch("/till/events", {
        method: "POST",
        headers: { "content-type": "application/json", "x-setia-token": form.elements.token.value },
        body: JSON.stringify(queue.slice(0, 100)),
      });
      if (answer.status === 401 || answer.status === 403 || answer.redirected) {
        tell(`${count(queue)} ${note.dataset.signin}`);
      } else if (answer.ok) {
        const told = await answer.json();
        const answered = new Set(told.map((one) => one.id));
        write(read().filter((sale) => !answered.has(sale.id)));
        const refused = told.filter((one) => !one.isDone).map((one) => one.message);
        tell([note.dataset.sent, ...told.filter((one) => one.isDone).map((one) => one.message), ...refused].join(" · "));
      } else {
        tell(count(queue));
      }
    } catch {
      tell(count(queue));
    }
    isSending = false;
  };

  // A browser that thinks it has a network need not reach the server: a sale is sent only when the server answers.
  const isReached = async () => {
    if (!navigator.onLine) return false;
    try {
      return (await fetch("/health/live", { cache: "no-store", signal: AbortSignal.timeout(4000) })).ok;
    } catch {
      return false;
    }
  };
  let isGoing = false;
  form.addEventListener("submit", async (event) => {
    if (isGoing) return;
    event.preventDefault();
    if (form.dataset.asking) return;
    form.dataset.asking = "yes";
    const reached = await isReached();
    delete form.dataset.asking;
    if (reached) {
      isGoing = true;
      form.requestSubmit();
      return;
    }
    const queue = read();
    queue.push({
      id: newID(),
      card: form.elements.card.value,
      amount: form.elements.amount.value,
      categories: [...form.querySelectorAll("[name=category]:checked")].map((box) => box.value),
      store: form.elements.store.value,
      at: Date.now(),
    });
    write(queue);
    form.elements.amount.value = "";
    tell(`${note.dataset.kept} ${count(queue)}`);
  });
  addEventListener("online", send);
  if (read().length) tell(count(read()));
  send();
  setInterval(send, 15000);
  if (navigator.serviceWorker) navigator.serviceWorker.register("/till/worker.js", { scope: "/till" }).catch(() => {});
})();

// The camera reads a card's or a code's QR code or bars, where the browser knows how.
(() => {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const formats = ["qr_code", "code_128", "ean_13"];
  let stop = () => {};
  for (const button of document.querySelectorAll("[data-scan]")) {
    const form = button.closest("form");
    const video = form.querySelector("[data-scan-video]");
    const note = form.querySelector("[data-scan-note]");
    let stream = null;
    const end = () => {
      stream?.getTracks().forEach((track) => track.stop());
      stream = null;
      video.hidden = true;
    };
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (stream) return end();
      stop();
      stop = end;
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch {
        note.textContent = button.dataset.noCamera;
        return;
      }
      video.srcObject = stream;
      video.hidden = false;
      await video.play();
      const known = await BarcodeDetector.getSupportedFormats().catch(() => ["qr_code"]);
      const detector = new BarcodeDetector({ formats: formats.filter((format) => known.includes(format)) });
      const look = async () => {
        if (!stream) return;
        const found = await detector.detect(video).catch(() => []);
        if (!found.length) return requestAnimationFrame(look);
        form.elements[button.dataset.scan].value = found[0].rawValue;
        end();
        const empty = [...form.elements].find((field) => field.required && !field.value);
        if (empty) empty.focus(); else form.requestSubmit();
      };
      look();
    });
  }
})();
