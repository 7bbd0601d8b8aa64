// The rubric editor: keys and dragging in the tree, a kind changed at once, the trial form kept up with what is saved.
// Everything here presses what is on the page; without it the buttons do the same.
"use strict";

(() => {
  const MOVES = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);

  // ── the tree ──

  const chosen = (form) => form.querySelector("input[name=key]:checked");

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("[data-tree]");
    if (!form || !event.altKey || event.ctrlKey || event.metaKey || !MOVES.has(event.key)) return;
    const button = form.querySelector(`button[data-key="${event.key}"]`);
    if (!button || !chosen(form)) return;
    event.preventDefault();
    button.click();
  });

  function showChosen() {
    const picked = document.querySelector("[data-tree] input[name=key]:checked");
    if (!picked) return;
    picked.focus({ preventScroll: true });
    picked.closest("tr").scrollIntoView({ block: "center" });
  }

  let dragged = null;

  function draggable() {
    const form = document.querySelector("[data-tree]");
    if (!form || !form.querySelector("input[name=key]")) return;
    for (const row of form.querySelectorAll("tr[data-node]")) row.draggable = true;
  }

  const rowOf = (event) => event.target.closest && event.target.closest("[data-tree] tr[data-node]");

  const depthOf = (row) => Number(row.dataset.depth);

  /** Dropped in the upper half of a row: before it; in the lower half: first inside it where it has children, else after it. */
  function whereOf(row, event) {
    const box = row.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) return "before";
    const next = row.nextElementSibling;
    return next && depthOf(next) > depthOf(row) ? "inside" : "after";
  }

  /** What stands before a row at its own depth, leaving out what is dragged; and what it stands in. */
  function around(row, moved) {
    let above = row.previousElementSibling;
    while (above && (depthOf(above) > depthOf(row) || above === moved)) above = above.previousElementSibling;
    const beside = above && depthOf(above) === depthOf(row);
    return { after: beside ? above.dataset.node : "", parent: above && !beside ? above.dataset.node : "" };
  }

  document.addEventListener("dragstart", (event) => {
    const row = rowOf(event);
    if (!row) return;
    dragged = row;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.dataset.node);
  });

  document.addEventListener("dragover", (event) => {
    const row = rowOf(event);
    if (!dragged || !row || row === dragged) return;
    event.preventDefault();
    clearMarks();
    row.dataset.drop = whereOf(row, event);
  });

  document.addEventListener("drop", (event) => {
    const row = rowOf(event);
    if (!dragged || !row || row === dragged) return;
    event.preventDefault();
    const form = row.closest("form");
    const where = whereOf(row, event);
    const place = {
      before: around(row, dragged),
      inside: { after: "", parent: row.dataset.node },
      after: { after: row.dataset.node, parent: "" },
    }[where];
    dragged.querySelector("input[name=key]").checked = true;
    form.elements.namedItem("after").value = place.after;
    form.elements.namedItem("parent").value = place.parent;
    const button = document.createElement("button");
    button.name = "act";
    button.value = "place";
    button.hidden = true;
    form.append(button);
    form.requestSubmit(button);
  });

  document.addEventListener("dragend", () => {
    dragged = null;
    clearMarks();
  });

  function clearMarks() {
    for (const row of document.querySelectorAll("tr[data-drop]")) delete row.dataset.drop;
  }

  // ── a node ──

  document.addEventListener("change", (event) => {
    if (!event.target.matches("select[data-kind]")) return;
    const button = event.target.parentElement.querySelector("button[name=op]");
    if (button) button.click();
  });

  /** What is wrong is told by the panel, fresh after every save: a field says what the panel says of it now, or nothing. */
  document.addEventListener("mc:saved", () => {
    const panel = document.getElementById("phat-hien");
    const form = document.getElementById("cac-o");
    if (!panel || !form) return;
    const faults = [...panel.querySelectorAll("a[data-fault]")].reverse();
    const wrong = new Map(faults.map((each) => [each.hash.slice(1), each.dataset.fault]));
    for (const text of form.querySelectorAll(".govuk-error-message")) {
      const field = text.parentElement;
      const said = wrong.get(field.id || (field.querySelector("input, textarea, select") || {}).id);
      if (said) {
        text.lastChild.data = ` ${said}`;
      } else {
        text.remove();
        unmark(field);
      }
    }
  });

  function unmark(field) {
    field.classList.remove("govuk-form-group--error");
    for (const kind of ["input", "textarea", "select"]) {
      for (const each of field.querySelectorAll(`:scope > .govuk-${kind}--error`)) {
        each.classList.remove(`govuk-${kind}--error`);
      }
    }
  }

  /** What is saved may ask another answer and change what examples give: both are fetched again; what someone types stays. */
  document.addEventListener("mc:saved", async () => {
    const trial = document.getElementById("thu");
    const examples = document.getElementById("vi-du");
    if (!trial && !examples) return;
    const form = trial && trial.querySelector("form");
    const query = form ? `?${new URLSearchParams(new FormData(form))}` : "";
    const answer = await fetch(location.pathname + query, { credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    replaceBy(page, examples);
    if (trial && trial.contains(document.activeElement)) freshSeen(page, trial);
    else replaceBy(page, trial);
  });

  function replaceBy(page, old) {
    const fresh = old && page.getElementById(old.id);
    if (!fresh) return;
    old.replaceWith(fresh);
    if (window.htmx) window.htmx.process(fresh);
  }

  function freshSeen(page, trial) {
    const fresh = page.querySelector("#thu input[name=row_version]");
    const kept = trial.querySelector("input[name=row_version]");
    if (fresh && kept) kept.value = fresh.value;
  }

  draggable();
  showChosen();
  document.body.addEventListener("htmx:afterSwap", draggable);
})();
