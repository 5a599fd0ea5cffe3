// Keeps the till's page and what it needs at hand; answers from there only where the network does not.
"use strict";
const kept = "setia-till-1";
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("install", () => skipWaiting());
addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const isTill = url.pathname === "/till";
  if (!isTill && !url.pathname.startsWith("/assets/")) return;
  event.respondWith((async () => {
    const cache = await caches.open(kept);
    try {
      const answer = await fetch(request);
      // A page with somebody's balance is nobody's to keep.
      if (answer.ok && !answer.redirected && !(isTill && url.searchParams.has("card"))) await cache.put(isTill ? "/till" : request, answer.clone());
      return answer;
    } catch (error) {
      const old = await cache.match(isTill ? "/till" : request);
      if (old) return old;
      throw error;
    }
  })());
});
