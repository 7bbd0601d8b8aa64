// Warn before an idle session ends, and extend it. Nothing typed is ever cleared here.
"use strict";

(() => {
  const mc = window.mc;
  const { sessionSeconds, sessionExtend } = document.body.dataset;
  const bar = document.querySelector("[data-session-warning]");
  if (!sessionSeconds || !sessionExtend || !bar) return;

  const WARN_MS = 5 * 60 * 1000;
  const text = bar.querySelector("[data-session-text]");
  const stay = bar.querySelector("[data-session-stay]");
  let ends = Date.now() + Number(sessionSeconds) * 1000;

  function show() {
    const left = ends - Date.now();
    if (left > WARN_MS) {
      bar.hidden = true;
      return;
    }
    const over = left <= 0;
    const words = over ? mc.message("session_over") : mc.message("session_soon", { minutes: Math.ceil(left / 60000) });
    if (text.textContent !== words) text.textContent = words;
    if (over && !bar.querySelector("a")) bar.querySelector(".mc-container").append(signInLink());
    stay.hidden = over;
    bar.hidden = false;
  }

  function signInLink() {
    const link = document.createElement("a");
    link.href = document.body.dataset.signIn;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = mc.message("sign_in");
    return link;
  }

  function extended() {
    ends = Date.now() + Number(sessionSeconds) * 1000;
    bar.querySelector("a")?.remove();
    show();
  }

  stay.addEventListener("click", async () => {
    try {
      const answer = await mc.post(sessionExtend, new FormData());
      if (answer.status === 401) ends = Date.now();
    } catch {
      mc.alert(mc.message("failed"));
    }
    show();
  });
  document.addEventListener("mc:activity", extended);
  document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && extended());
  document.addEventListener("visibilitychange", show);
  setInterval(show, 10000);
})();
