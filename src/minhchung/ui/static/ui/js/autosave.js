// Autosave: one request per field group, with its row version and one Idempotency-Key per edit. The state line always tells
// the truth. The queue lives in memory only. Contract: src/minhchung/ui/README.md.
"use strict";

(() => {
  const mc = window.mc;
  const TYPING_MS = 1000;
  const RUNNING_MAX = 4;
  const WAIT_MAX = 30;
  const TRANSIENT = new Set([408, 425, 429]);
  // Which state a line shared by several groups shows: the most pressing one.
  const ORDER = ["idle", "saved", "taken", "typing", "saving", "byhand", "invalid", "retry", "conflict", "stopped", "signedout"];

  const HELD = new Set(["byhand", "invalid", "retry", "conflict", "stopped", "signedout"]);
  const SETTLED = new Set(["saved", "taken"]);

  const groups = new Map(); // element → Group
  let running = 0;
  let failures = 0;
  let retryAt = 0;
  let signedOut = false;
  let leaving = false;

  class Group {
    constructor(element, form) {
      this.element = element;
      this.form = form;
      this.pending = null; // the edit being sent, or whose outcome is unknown: {key, body, url, sending, askedAgain}
      this.dirty = false; // something newer than `pending`
      this.ready = false; // typing has stopped
      this.blocked = null; // an open conflict: the server's answer
      this.state = { kind: "idle" };
      this.timer = 0;
    }

    get isForm() {
      return this.element === this.form;
    }

    get unsaved() {
      const held = ["conflict", "stopped", "invalid"].includes(this.state.kind) && !this.state.draft;
      return this.dirty || this.pending !== null || held;
    }

    get line() {
      return this.element.querySelector("[data-save-state]") || this.form.querySelector("[data-save-state]");
    }

    get version() {
      const field = this.isForm && this.form.elements.namedItem("row_version");
      return field ? field.value : this.element.dataset.rowVersion || "";
    }

    set version(value) {
      if (value === undefined || value === null) return;
      const field = this.isForm && this.form.elements.namedItem("row_version");
      if (field) field.value = value;
      else this.element.dataset.rowVersion = value;
      for (const twin of this.element.querySelectorAll("[data-row-version-field]")) twin.value = value;
    }

    get controls() {
      return Array.from(this.form.elements).filter((control) => this.owns(control));
    }

    owns(control) {
      const nearest = control.closest("[data-group]");
      return this.isForm ? !nearest || !this.form.contains(nearest) : nearest === this.element;
    }

    body() {
      const body = new FormData();
      for (const control of this.form.elements) {
        const shared = control.type === "hidden" && !control.closest("[data-group]");
        if ((this.owns(control) || shared) && isSuccessful(control)) {
          for (const value of valuesOf(control)) body.append(control.name, value);
        }
      }
      body.set("row_version", this.version);
      body.set("autosave", "1");
      if (this.element.dataset.group) body.set("group", this.element.dataset.group);
      return body;
    }

    show(kind, more = {}) {
      this.state = { kind, ...more };
      const saved = SETTLED.has(kind);
      if (!this.isForm && kind !== "idle") this.element.dataset.cellState = saved ? "saved" : "unsaved";
      // While typing and sending it stays as it was, so that nothing jumps at each key.
      if (saved || HELD.has(kind)) this.element.toggleAttribute("data-held", !saved);
      draw(this.line);
    }

    tell(name, detail) {
      this.element.dispatchEvent(new CustomEvent(`mc:${name}`, { bubbles: true, detail }));
    }
  }

  function isSuccessful(control) {
    const skipped = ["submit", "button", "reset", "image", "file"];
    if (!control.name || control.disabled || skipped.includes(control.type) || control.tagName === "BUTTON") return false;
    if (control.name === "csrfmiddlewaretoken" || "noAutosave" in control.dataset) return false;
    return !["checkbox", "radio"].includes(control.type) || control.checked;
  }

  function valuesOf(control) {
    if (control.type !== "select-multiple") return [control.value];
    return Array.from(control.selectedOptions, (option) => option.value);
  }

  function groupOf(control) {
    const form = control.form;
    if (!form || !form.matches("[data-autosave]") || "noAutosave" in control.dataset || control.type === "file") return null;
    const nearest = control.closest("[data-group]");
    const element = nearest && form.contains(nearest) ? nearest : form;
    if (!groups.has(element)) groups.set(element, new Group(element, form));
    return groups.get(element);
  }

  // ── editing ──

  function edited(event, now) {
    const group = event.target.form && groupOf(event.target);
    if (!group) return;
    group.dirty = true;
    clearTimeout(group.timer);
    group.timer = setTimeout(() => {
      group.ready = true;
      pump();
    }, TYPING_MS);
    const waits = group.pending && !group.pending.sending ? "retry" : "typing";
    if (group.state.kind !== "conflict") group.show(signedOut ? "signedout" : waits); // no try helps before a new sign-in
    group.tell("unsaved");
    if (!now) return;
    if (event.target.type === "text") setTimeout(left, 0, group, event.target);
    else left(group, event.target);
  }

  /** A control was changed and left: save at once, unless the next empty box of its group is being filled (a rate's second). */
  function left(group, control) {
    if (!group.dirty || pressed === group.form) return; // the press that took the focus away sends it all itself
    const next = document.activeElement;
    const fillsOn = next && next !== control && next.type === "text" && !next.value && next.form === group.form;
    if (fillsOn && control && control.type === "text" && group.owns(next)) return;
    group.ready = true;
    pump();
  }

  let pressed = null; // the form whose submit button is being pressed
  document.addEventListener("pointerdown", (event) => {
    const button = event.target instanceof Element && event.target.closest("button[type=submit], input[type=submit]");
    pressed = button && !button.disabled ? button.form : null;
  });
  // Pressed and let go elsewhere: nothing was submitted, so what was left is saved after all.
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => {
      const form = pressed;
      if (!form) return;
      setTimeout(() => {
        pressed = null;
        for (const group of groups.values()) if (group.form === form && group.dirty) left(group, null);
      }, 0);
    });
  }

  document.addEventListener("input", (event) => edited(event, false));
  document.addEventListener("change", (event) => edited(event, true));

  // ── sending ──

  function pump() {
    if (signedOut || Date.now() < retryAt) return;
    for (const group of groups.values()) {
      if (running >= RUNNING_MAX) return;
      const waits = group.pending ? !group.pending.sending : group.dirty && group.ready;
      if (waits && !group.blocked) send(group);
    }
  }

  async function send(group) {
    if (!group.pending) {
      group.pending = { key: mc.uuid(), body: group.body(), url: group.element.dataset.saveUrl || group.form.action };
      group.dirty = false;
      group.ready = false;
      clearTimeout(group.timer);
    }
    const edit = group.pending;
    edit.sending = true;
    running += 1;
    group.show("saving");
    let answer = null;
    try {
      answer = await mc.post(edit.url, edit.body, { "Idempotency-Key": edit.key });
    } catch {
      answer = { status: 0, data: null };
    }
    running -= 1;
    edit.sending = false;
    receive(group, edit, answer);
    pump();
  }

  function receive(group, edit, answer) {
    const { status } = answer;
    if (status === 401 || answer.redirected) return signOut(group);
    if (status === 0 || status >= 500 || TRANSIENT.has(status)) return retryLater(group, answer.retryAfter);
    failures = 0;
    retryAt = 0;
    if (status === 403 && !edit.askedAgain) {
      edit.askedAgain = true; // the token may have changed with a new sign-in; the cookie is read afresh
      return undefined;
    }
    group.pending = null;
    if (status === 200 && answer.data) return saved(group, answer.data);
    if (status === 409 && answer.data) return conflict(group, answer.data);
    if (status === 422 && answer.data) return invalid(group, answer.data);
    return refused(group, answer);
  }

  function saved(group, data) {
    group.version = data.row_version;
    clearErrors(group);
    closePanel(group);
    mc.applyFragments(data.fragments);
    group.show(group.dirty ? "typing" : "saved", { time: mc.clock(data.saved_at) });
    group.tell("saved", data);
  }

  function invalid(group, data) {
    if (data.draft) group.version = data.row_version;
    clearErrors(group);
    showErrors(group, data.errors || {});
    mc.applyFragments(data.fragments);
    if (group.dirty) group.show("typing");
    else group.show("invalid", { draft: Boolean(data.draft), time: mc.clock(data.saved_at) });
    group.tell("invalid", data);
  }

  function refused(group, answer) {
    const reason = (answer.data && answer.data.message) || mc.message("refused_plain", { status: answer.status });
    group.show("stopped", { reason });
  }

  function retryLater(group, retryAfter) {
    const alone = Date.now() >= retryAt;
    if (alone) {
      const wait = Math.min(WAIT_MAX, 2 ** failures);
      failures += 1;
      retryAt = Date.now() + 1000 * Math.max(wait, retryAfter || 0);
      tick();
    }
    group.show("retry");
  }

  let ticking = 0;
  function tick() {
    clearTimeout(ticking);
    for (const line of linesOf("retry")) draw(line);
    if (Date.now() >= retryAt) return tryNow();
    ticking = setTimeout(tick, Math.min(1000, Math.max(50, retryAt - Date.now())));
    return undefined;
  }

  function tryNow() {
    clearTimeout(ticking);
    retryAt = 0;
    pump();
  }

  // ── signed out ──

  function signOut(group) {
    signedOut = true;
    group.show("signedout");
  }

  async function comeBack() {
    if (!signedOut || !document.body.dataset.sessionExtend) return;
    let answer;
    try {
      answer = await mc.post(document.body.dataset.sessionExtend, new FormData());
    } catch {
      return;
    }
    if (answer.status !== 200 || answer.redirected) return;
    signedOut = false;
    const person = answer.data && answer.data.person;
    const changed = person !== undefined && person !== null && String(person) !== document.body.dataset.person;
    for (const group of groups.values()) {
      if (group.state.kind !== "signedout") continue;
      if (changed) {
        // Someone else's name must not stand under this text: stop, and keep it on the page to be copied.
        group.pending = null;
        group.blocked = {};
        group.show("stopped", { reason: "", otherPerson: true });
      } else {
        group.show("saving");
      }
    }
    if (!changed) pump();
  }

  // ── conflict ──

  function conflict(group, data) {
    group.blocked = data;
    closePanel(group);
    const panel = data.html && mc.element(data.html);
    if (panel) {
      const row = group.element.closest("tr");
      if (row) inRow(row, panel);
      else group.element.prepend(panel);
      group.panel = panel;
      panel.addEventListener("click", (event) => {
        const button = event.target.closest("[data-resolve]");
        if (!button) return;
        event.preventDefault();
        resolve(group, button.dataset.resolve);
      });
      panel.focus();
    }
    group.show("conflict");
    group.tell("conflict", data);
  }

  /** A table row cannot hold a panel: it stands in a row of its own above. */
  function inRow(row, panel) {
    const holder = document.createElement("tr");
    const cell = document.createElement("td");
    cell.colSpan = row.cells.length;
    cell.append(panel);
    holder.append(cell);
    row.before(holder);
  }

  function resolve(group, how) {
    const data = group.blocked;
    if (!data) return;
    group.version = data.row_version;
    group.blocked = null;
    if (how === "mine") {
      closePanel(group);
      group.dirty = true;
      group.ready = true;
      pump();
    } else if (how === "theirs") {
      closePanel(group);
      fill(group, data.theirs || {});
      mc.applyFragments(data.fragments);
      group.dirty = false;
      group.show("taken");
    } else {
      for (const actions of group.panel.querySelectorAll("[data-resolve]")) actions.hidden = true;
      group.show("byhand");
      group.state.draft = false;
      group.controls.find((control) => control.type !== "hidden" && !control.disabled)?.focus();
    }
  }

  function closePanel(group) {
    if (!group.panel) return;
    const holder = group.panel.parentElement;
    if (holder && holder.tagName === "TD" && holder.childElementCount === 1) holder.parentElement.remove();
    else group.panel.remove();
    group.panel = null;
  }

  function fill(group, values) {
    for (const control of group.controls) {
      if (!(control.name in values)) continue;
      const wanted = [values[control.name]].flat().map((value) => (value === null ? "" : String(value)));
      if (["checkbox", "radio"].includes(control.type)) control.checked = wanted.includes(control.value);
      else if (control.type === "select-multiple") {
        for (const option of control.options) option.selected = wanted.includes(option.value);
      } else control.value = wanted[0] ?? "";
    }
  }

  // ── errors at their fields ──

  function showErrors(group, errors) {
    for (const [name, list] of Object.entries(errors)) {
      const control = name && group.controls.find((one) => one.name === name);
      const text = document.createElement("p");
      text.className = "govuk-error-message";
      text.dataset.autosaveError = "";
      text.id = `loi-${mc.uuid()}`;
      text.textContent = list.join(" ");
      if (!control) {
        if (group.element.matches("tr")) group.element.cells[0].append(text); // a row holds nothing but cells
        else group.element.prepend(text);
        continue;
      }
      for (const one of group.controls) {
        if (one.name !== name) continue;
        one.setAttribute("aria-invalid", "true");
        if (!one.dataset.describedBefore) one.dataset.describedBefore = one.getAttribute("aria-describedby") || " ";
        one.setAttribute("aria-describedby", `${one.dataset.describedBefore} ${text.id}`.trim());
      }
      const field = control.closest(".govuk-form-group");
      if (field) field.classList.add("govuk-form-group--error");
      (control.closest("[data-controls]") || control).before(text);
    }
  }

  function clearErrors(group) {
    for (const text of group.element.querySelectorAll("[data-autosave-error]")) text.remove();
    document.querySelector("[data-error-summary]")?.remove(); // it spoke of what the server was sent before
    for (const control of group.controls) {
      if (control.getAttribute("aria-invalid") !== "true") continue;
      control.removeAttribute("aria-invalid");
      control.classList.remove("govuk-input--error", "govuk-textarea--error", "govuk-select--error");
      const before = (control.dataset.describedBefore || "").trim();
      if (before) control.setAttribute("aria-describedby", before);
      else if (control.dataset.describedBefore) control.removeAttribute("aria-describedby");
      delete control.dataset.describedBefore;
      const field = control.closest(".govuk-form-group--error");
      field?.classList.remove("govuk-form-group--error");
      control.closest("td")?.querySelector(".mc-sheet__error")?.remove();
      for (const old of field ? field.querySelectorAll(".govuk-error-message") : []) old.remove();
    }
  }

  // ── the state line ──

  function linesOf(kind) {
    const found = Array.from(groups.values()).filter((group) => group.state.kind === kind);
    return new Set(found.map((group) => group.line));
  }

  function draw(line) {
    if (!line) return;
    const sharing = Array.from(groups.values()).filter((group) => group.line === line);
    const state = sharing.reduce(
      (worst, group) => (ORDER.indexOf(group.state.kind) >= ORDER.indexOf(worst.kind) ? group.state : worst),
      { kind: "idle" },
    );
    if (state.kind === "idle") return;
    const text = line.querySelector("[role=status]");
    line.dataset.state = { retry: "unsaved", signedout: "unsaved", conflict: "stopped", byhand: "unsaved" }[state.kind] || state.kind;
    if (state.kind === "retry") drawRetry(line, text);
    else {
      setText(text, wordsFor(state));
      line.querySelector("[data-try-now]")?.remove();
    }
    if (state.kind === "signedout") offerSignIn(line);
    else line.querySelector("[data-sign-in-link]")?.remove();
  }

  function wordsFor(state) {
    switch (state.kind) {
      case "saved":
        return mc.message("saved", { time: state.time });
      case "taken":
        return mc.message("taken_theirs");
      case "byhand":
        return mc.message("by_hand");
      case "typing":
        return mc.message("typing");
      case "saving":
        return mc.message("saving");
      case "conflict":
        return mc.message("conflict");
      case "invalid":
        return mc.message(state.draft ? "invalid_draft" : "invalid", { time: state.time });
      case "signedout":
        return mc.message("signed_out");
      default:
        return state.otherPerson ? mc.message("other_person") : mc.message("refused", { reason: state.reason });
    }
  }

  function setText(node, words) {
    if (node.textContent !== words) node.textContent = words;
  }

  /** The seconds count down for the eye; a screen reader hears once that a retry will come. */
  function drawRetry(line, text) {
    const seconds = Math.max(1, Math.ceil((retryAt - Date.now()) / 1000));
    let count = text.querySelector("[aria-hidden]");
    if (!count) {
      const quiet = document.createElement("span");
      quiet.className = "govuk-visually-hidden";
      quiet.textContent = mc.message("retry_quiet");
      count = document.createElement("span");
      count.setAttribute("aria-hidden", "true");
      text.replaceChildren(quiet, count);
    }
    setText(count, mc.message("retry", { seconds }));
    if (line.querySelector("[data-try-now]")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mc-link-button";
    button.dataset.tryNow = "";
    button.textContent = mc.message("try_now");
    button.addEventListener("click", tryNow);
    line.append(button);
  }

  function offerSignIn(line) {
    if (line.querySelector("[data-sign-in-link]")) return;
    const link = document.createElement("a");
    link.href = document.body.dataset.signIn;
    link.target = "_blank";
    link.rel = "noopener";
    link.dataset.signInLink = "";
    link.textContent = mc.message("sign_in");
    line.append(link);
  }

  // ── leaving, returning, submitting ──

  const anyUnsaved = (form) => Array.from(groups.values()).some((g) => g.unsaved && g.element.isConnected && (!form || g.form === form));

  function wake() {
    for (const group of groups.values()) if (group.dirty) group.ready = true;
    comeBack();
    tryNow();
  }

  window.addEventListener("online", wake);
  window.addEventListener("focus", () => signedOut && wake());
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && anyUnsaved()) event.preventDefault();
  });

  // A plain submit carries everything itself, so it only waits for requests already on their way. When autosave has
  // saved all of it, the page it would lead to (`data-saved-href` on the button) is opened without sending it again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-autosave]")) return;
    const onTheWay = Array.from(groups.values()).some((group) => group.form === form && group.pending);
    if (!onTheWay) {
      const next = savedHref(form, event.submitter);
      if (next) {
        event.preventDefault();
        window.location.assign(next);
        return;
      }
      for (const group of groups.values()) if (group.form === form) hold(group);
      leaving = !anyOther(form);
      return;
    }
    event.preventDefault();
    whenSent(form, () => form.requestSubmit(event.submitter));
  });

  function savedHref(form, button) {
    const mine = Array.from(groups.values()).filter((group) => group.form === form);
    const allSaved = mine.length > 0 && mine.every((group) => group.state.kind === "saved" && !group.dirty);
    return allSaved && button ? button.dataset.savedHref : undefined;
  }

  function hold(group) {
    clearTimeout(group.timer);
    group.dirty = false;
    group.ready = false;
  }

  const anyOther = (form) => Array.from(groups.values()).some((group) => group.form !== form && group.unsaved);

  /** Run `then` once nothing of the form is on its way and nothing went wrong; give up quietly otherwise. */
  function whenSent(form, then) {
    const mine = Array.from(groups.values()).filter((group) => group.form === form);
    if (mine.some((group) => ["conflict", "stopped", "invalid", "retry", "signedout"].includes(group.state.kind))) return;
    if (mine.some((group) => group.pending)) setTimeout(() => whenSent(form, then), 40);
    else then();
  }

  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  setInterval(() => {
    for (const [element, group] of groups) if (!element.isConnected && !group.pending) groups.delete(element);
  }, 30000);

  mc.autosave = { flush: wake, unsaved: () => anyUnsaved() };
})();
