// The page's common ground: messages, requests to our own server, fragments, alerts. Other modules build on window.mc.
"use strict";

window.mc = (() => {
  const texts = new Map();

  /** The translated text `key` with {names} filled in. */
  function message(key, values = {}) {
    if (!texts.size) {
      const source = document.getElementById("mc-messages");
      for (const node of source ? source.content.querySelectorAll("[data-key]") : []) {
        texts.set(node.dataset.key, node.textContent);
      }
    }
    return (texts.get(key) || key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  }

  /** The CSRF token, read from its cookie at each use: signing in again in another tab changes it. */
  function csrf() {
    const name = document.body.dataset.csrfCookie;
    const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
    if (found) return decodeURIComponent(found.slice(name.length + 1));
    const field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }

  /** POST to our own server as a module of ours; rejects on network failure and after `seconds` of silence. */
  async function post(url, body, headers = {}, seconds = 30) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), seconds * 1000);
    try {
      const response = await fetch(url, {
        method: "POST",
        body,
        credentials: "same-origin",
        signal: stop.signal,
        headers: { Accept: "application/json", "X-Requested-With": "minhchung", "X-CSRFToken": csrf(), ...headers },
      });
      const answer = { status: response.status, redirected: response.redirected, data: await json(response) };
      answer.retryAfter = Number(response.headers.get("Retry-After")) || 0;
      if (response.ok && !response.redirected) document.dispatchEvent(new CustomEvent("mc:activity"));
      return answer;
    } finally {
      clearTimeout(timer);
    }
  }

  async function json(response) {
    const text = await response.text();
    try {
      return text ? JSON.parse(text) : {};
    } catch {
      return null;
    }
  }

  /** Markup from our own server as an element. */
  function element(html) {
    const box = document.createElement("template");
    box.innerHTML = html.trim();
    return box.content.firstElementChild;
  }

  /** Replace elements by id; the control in use keeps the focus. */
  function applyFragments(fragments) {
    for (const [id, html] of Object.entries(fragments || {})) {
      const old = document.getElementById(id);
      const fresh = old && element(html);
      if (!fresh) continue;
      const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
      old.replaceWith(fresh);
      if (window.htmx) window.htmx.process(fresh);
      if (focused) document.getElementById(focused)?.focus();
    }
  }

  /** A UUID for one edit. Plain-HTTP hosts have no randomUUID, so it is made from random bytes there. */
  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  /** 14:05:12 on Vietnam's clock (UTC+7) for a server time; empty when it cannot be read. */
  function clock(iso) {
    const at = new Date(iso);
    return Number.isNaN(at.getTime()) ? "" : new Date(at.getTime() + 7 * 3600 * 1000).toISOString().slice(11, 19);
  }

  function alert(text) {
    const bar = document.querySelector("[data-page-alert]");
    if (!bar) return;
    bar.querySelector("[data-page-alert-text]").textContent = text;
    bar.hidden = false;
  }

  return { message, csrf, post, element, applyFragments, uuid, clock, alert };
})();

(() => {
  const mc = window.mc;

  document.querySelector("[data-error-summary]")?.focus();

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-page-alert-close]")) document.querySelector("[data-page-alert]").hidden = true;
    if (event.target.closest("[data-print]")) window.print();
  });

  // A form sent twice by a double press is sent once.
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-once]")) return;
    const last = sent.get(event.target) || 0;
    if (Date.now() - last < 5000) event.preventDefault();
    else sent.set(event.target, Date.now());
  });

  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = mc.csrf();
  });
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    mc.alert(status === 401 ? mc.message("session_over") : mc.message("failed"));
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => mc.alert(mc.message("failed")));
  }

  // The printed server time moves on from where the server said it was; the local clock's own error does not matter.
  const clock = document.querySelector("[data-server-clock]");
  if (clock) {
    const start = Date.parse(clock.dateTime);
    const opened = performance.now();
    setInterval(() => {
      const at = new Date(start + 7 * 3600 * 1000 + performance.now() - opened).toISOString();
      clock.textContent = `${at.slice(8, 10)}/${at.slice(5, 7)}/${at.slice(0, 4)} ${at.slice(11, 19)}`;
    }, 1000);
  }
})();
