// A drop zone over a plain file input: one file per request, with progress and retry. A failing file never loses the others.
"use strict";

(() => {
  const mc = window.mc;
  const STALL_MS = 30000;
  const TRIES = 3;

  function enhance(form) {
    if (form.dataset.uploadReady) return;
    form.dataset.uploadReady = "1";
    const input = form.querySelector("input[type=file]");
    const zone = form.querySelector("[data-upload-drop]");
    const words = document.createElement("p");
    words.textContent = mc.message("drop_here");
    zone.classList.add("mc-upload__drop");
    zone.prepend(words);
    form.querySelector("[data-upload-submit]").hidden = true;
    const queue = { form, waiting: [], busy: false };

    input.addEventListener("change", () => {
      add(queue, input.files);
      input.value = "";
    });
    for (const name of ["dragenter", "dragover"]) {
      zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.add("mc-upload__drop--over");
      });
    }
    for (const name of ["dragleave", "drop"]) {
      zone.addEventListener(name, () => zone.classList.remove("mc-upload__drop--over"));
    }
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      add(queue, event.dataTransfer.files);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  function add(queue, files) {
    for (const file of files) {
      const job = { file, key: mc.uuid(), tries: 0, row: row(file), queue };
      queue.form.querySelector("[data-upload-queue]").append(job.row);
      say(job, mc.message("file_waiting"));
      const limit = Number(queue.form.dataset.maxMb);
      if (limit && file.size > limit * 1024 * 1024) fail(job, mc.message("file_too_large", { megabytes: limit }), false);
      else queue.waiting.push(job);
    }
    next(queue);
  }

  function row(file) {
    const item = document.createElement("li");
    item.className = "mc-upload__file";
    const name = document.createElement("span");
    name.textContent = file.name;
    const state = document.createElement("span");
    state.className = "mc-upload__state";
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    bar.className = "mc-progress__bar";
    item.append(name, state, bar);
    return item;
  }

  function say(job, words) {
    const state = job.row.querySelector(".mc-upload__state");
    if (state.textContent !== words) state.textContent = words;
  }

  function next(queue) {
    if (queue.busy || !queue.waiting.length) return;
    queue.busy = true;
    send(queue.waiting.shift());
  }

  function done(queue) {
    queue.busy = false;
    next(queue);
  }

  function send(job) {
    const { form } = job.queue;
    const input = form.querySelector("input[type=file]");
    const body = new FormData();
    for (const field of form.querySelectorAll("input[type=hidden]")) body.append(field.name, field.value);
    body.set(input.name, job.file, job.file.name);
    const request = new XMLHttpRequest();
    let stalled = 0;
    const watch = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALL_MS);
    };
    request.open("POST", form.action);
    for (const [name, value] of Object.entries({
      Accept: "application/json",
      "X-Requested-With": "minhchung",
      "X-CSRFToken": mc.csrf(),
      "Idempotency-Key": job.key,
    })) {
      request.setRequestHeader(name, value);
    }
    request.upload.addEventListener("progress", (event) => {
      watch();
      const percent = event.lengthComputable ? Math.floor((100 * event.loaded) / event.total) : 0;
      job.row.querySelector("progress").value = percent;
      say(job, mc.message("file_sending", { percent }));
    });
    request.addEventListener("loadend", () => {
      clearTimeout(stalled);
      receive(job, request);
    });
    job.tries += 1;
    watch();
    request.send(body);
  }

  function receive(job, request) {
    const { status } = request;
    const data = read(request.responseText);
    if ((status === 200 || status === 201) && data) return succeed(job, data);
    if (status === 401) return fail(job, mc.message("session_over"), true);
    if (status === 0 || status >= 500 || [408, 425, 429].includes(status)) return again(job);
    return fail(job, data?.message || mc.message("refused_plain", { status }), status === 403);
  }

  function read(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  function succeed(job, data) {
    const list = job.queue.form.dataset.uploadList && document.getElementById(job.queue.form.dataset.uploadList);
    if (data.html && list) {
      list.append(mc.element(data.html));
      job.row.remove();
    } else {
      job.row.querySelector("progress").value = 100;
      say(job, mc.message("file_done"));
    }
    mc.applyFragments(data.fragments);
    document.dispatchEvent(new CustomEvent("mc:activity"));
    job.queue.form.dispatchEvent(new CustomEvent("mc:uploaded", { bubbles: true, detail: data }));
    done(job.queue);
  }

  function again(job) {
    if (job.tries >= TRIES) return fail(job, mc.message("network"), true);
    const seconds = 2 ** job.tries;
    say(job, mc.message("file_retry", { seconds }));
    setTimeout(() => send(job), seconds * 1000);
    return undefined;
  }

  /** Show why; the same key goes with a new try, so the server stores the file once. */
  function fail(job, reason, mayRetry) {
    job.row.classList.add("mc-upload__file--failed");
    job.row.querySelector("progress").hidden = true;
    say(job, mc.message("file_failed", { reason }));
    if (mayRetry) job.row.append(retryButton(job));
    if (job.tries) done(job.queue);
  }

  function retryButton(job) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mc-link-button";
    button.textContent = mc.message("again");
    button.addEventListener("click", () => {
      button.remove();
      job.row.classList.remove("mc-upload__file--failed");
      job.row.querySelector("progress").hidden = false;
      job.tries = 0;
      job.queue.waiting.push(job);
      next(job.queue);
    });
    return button;
  }

  // A file dropped beside the zone must not replace the page, and with it what was typed.
  for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());

  document.querySelectorAll("form[data-upload]").forEach(enhance);
  document.addEventListener("htmx:load", (event) => {
    event.detail.elt.querySelectorAll?.("form[data-upload]").forEach(enhance);
  });
})();
