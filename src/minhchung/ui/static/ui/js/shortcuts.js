// The appraisal's keys. Each key presses a button or link that is on the page; the user's own switch turns them off.
"use strict";

(() => {
  const isOn = () => document.body.dataset.shortcuts === "on";
  const part = (name) => document.querySelector(`[data-shortcut="${name}"]`);
  const isTyping = (target) => target.matches("textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]");

  function nextEvidence() {
    const links = Array.from(document.querySelectorAll("[data-evidence]"));
    if (!links.length) return;
    const current = links.findIndex((link) => link.hasAttribute("aria-current") || link === document.activeElement);
    const link = links[(current + 1) % links.length];
    link.focus();
    link.click();
  }

  function openList() {
    const list = document.querySelector("[data-shortcut-list]");
    if (list && !list.open) list.showModal();
  }

  function saveAndNext(event) {
    const { target } = event;
    if (target.closest("textarea, select, button, a, summary, dialog, [data-cell]") || !target.form) return;
    const button = target.form.querySelector('[data-shortcut="save-next"]') || part("save-next");
    if (!button || (button.form && button.form !== target.form)) return;
    event.preventDefault();
    button.click();
  }

  function digit(event) {
    const group = event.target.closest("[data-digits]");
    const inGroup = group && event.target.matches("input[type=radio], button");
    if (!inGroup) return;
    const choices = Array.from(group.querySelectorAll("input[type=radio], button[type=button]")).filter((one) => !one.disabled);
    const chosen = choices.find((one) => one.dataset.digit === event.key) || choices[Number(event.key) - 1];
    if (!chosen || (chosen.dataset.digit && chosen.dataset.digit !== event.key)) return;
    event.preventDefault();
    chosen.focus();
    chosen.click(); // a click on a radio fires its own `change`
  }

  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (!(event.target instanceof HTMLElement)) return;
    if (event.altKey) {
      const press = { ArrowUp: () => part("previous")?.click(), ArrowDown: () => part("next")?.click() }[event.key];
      const byCode = { KeyM: nextEvidence, KeyG: () => part("goto")?.focus() }[event.code];
      if (!press && !byCode) return;
      event.preventDefault();
      (press || byCode)();
    } else if (event.key === "Enter" && !event.shiftKey) saveAndNext(event);
    else if (/^[0-9]$/.test(event.key)) digit(event);
    else if (event.key === "?" && !isTyping(event.target)) {
      event.preventDefault();
      openList();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest('[data-shortcut="help"]')) openList();
  });
})();
