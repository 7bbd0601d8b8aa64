// The score form is ready for its keys, the evidence list marks the file that is shown, the grid copies a reason down.
"use strict";

(() => {
  // On a wide screen with keys on, the first choice has the focus: a digit and Enter are the whole score.
  const first = document.querySelector("[data-first-focus] input");
  const wide = window.matchMedia("(min-width: 64rem)").matches;
  if (first && wide && document.body.dataset.shortcuts === "on" && !document.querySelector("[data-error-summary]")) {
    first.focus({ preventScroll: true });
    // The page opens at its top; only a low window is moved, so far that no choice is under the buttons at its foot.
    const choices = first.closest("fieldset") || first;
    const bar = first.form.querySelector(":scope > .mc-actions:last-child");
    const foot = bar ? Math.min(bar.getBoundingClientRect().top, window.innerHeight) : window.innerHeight;
    if (choices.getBoundingClientRect().bottom > foot) choices.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-evidence-list] [data-evidence]");
    if (!link) return;
    for (const other of link.closest("[data-evidence-list]").querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  });

  /** Whether a row says anything but its reason: only such a row takes a copied one. */
  function isSaid(row) {
    return Array.from(row.querySelectorAll("[data-cell]:not([data-reason])")).some((cell) => cell.value !== "");
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy-down]");
    if (!button) return;
    const rows = Array.from(button.closest("tbody").rows);
    const from = rows.indexOf(button.closest("tr"));
    const reason = rows[from].querySelector("[data-reason]").value.trim();
    if (!reason) return;
    for (const row of rows.slice(from + 1)) {
      const cell = row.querySelector("[data-reason]");
      if (!cell || cell.value.trim() || !isSaid(row)) continue;
      cell.value = reason;
      cell.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-pick-all]")) return;
    for (const box of document.querySelectorAll("[data-pick]")) box.checked = event.target.checked;
  });
})();
