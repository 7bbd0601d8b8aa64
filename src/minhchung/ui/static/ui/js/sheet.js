// Keys and paste in a spreadsheet-like table. Changed cells fire `change`; autosave.js sends them.
"use strict";

(() => {
  const mc = window.mc;
  const before = new WeakMap(); // cell → value when it got the focus

  const cellOf = (target) => (target instanceof Element ? target.closest("[data-sheet] [data-cell]") : null);
  const isLocked = (cell) => cell.disabled || cell.readOnly;

  /** The table as rows of columns: grid[row][column] is the control there, or null. Header rows count, without controls. */
  function gridOf(cell) {
    const rows = Array.from(cell.closest("table").tBodies).flatMap((body) => Array.from(body.rows));
    return rows.map((row) => {
      const line = [];
      for (const box of row.cells) {
        line.push(box.querySelector("[data-cell]"));
        for (let extra = 1; extra < box.colSpan; extra += 1) line.push(null);
      }
      return line;
    });
  }

  function placeOf(grid, cell) {
    const row = grid.findIndex((line) => line.includes(cell));
    return [row, grid[row].indexOf(cell)];
  }

  function go(cell, down, right) {
    const grid = gridOf(cell);
    let [row, column] = placeOf(grid, cell);
    for (;;) {
      row += down;
      column += right;
      if (!(row in grid) || column < 0 || column >= grid[row].length) return;
      const next = grid[row][column];
      if (next && !isLocked(next)) {
        next.focus();
        if (next.select) next.select();
        return;
      }
      if (right && !next) continue;
    }
  }

  const atStart = (cell) => cell.selectionStart === 0 && (cell.selectionEnd === 0 || cell.selectionEnd === cell.value.length);
  const atEnd = (cell) => cell.selectionEnd === cell.value.length;

  document.addEventListener("focusin", (event) => {
    const cell = cellOf(event.target);
    if (cell) before.set(cell, cell.value);
  });

  document.addEventListener("keydown", (event) => {
    const cell = cellOf(event.target);
    if (!cell || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const list = cell.tagName === "SELECT"; // arrows choose inside a list
    const moves = {
      Enter: [event.shiftKey ? -1 : 1, 0],
      ArrowDown: list ? null : [1, 0],
      ArrowUp: list ? null : [-1, 0],
      ArrowLeft: list || !atStart(cell) ? null : [0, -1],
      ArrowRight: list || !atEnd(cell) ? null : [0, 1],
    };
    if (event.key === "Escape" && before.has(cell) && cell.value !== before.get(cell)) {
      set(cell, before.get(cell));
      event.preventDefault();
    } else if (moves[event.key]) {
      event.preventDefault(); // Enter never submits the sheet
      go(cell, ...moves[event.key]);
    }
  });

  function set(cell, value) {
    cell.value = value;
    cell.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** What the cell would hold for pasted text, or null when it takes no such value. */
  function accepted(cell, text) {
    const value = text.trim();
    if (cell.tagName !== "SELECT") return value;
    const found = Array.from(cell.options).find((one) => one.value === value || one.text.trim() === value);
    return found ? found.value : null;
  }

  /** Rows of columns from a spreadsheet's clipboard text; a quoted cell may hold line breaks and tabs. */
  function parse(text) {
    const rows = [[""]];
    let quoted = false;
    for (let i = 0; i < text.length; i += 1) {
      const line = rows[rows.length - 1];
      const char = text[i];
      if (quoted && char === '"' && text[i + 1] === '"') {
        line[line.length - 1] += '"';
        i += 1;
      } else if (char === '"' && (quoted || line[line.length - 1] === "")) quoted = !quoted;
      else if (!quoted && char === "\t") line.push("");
      else if (!quoted && char === "\n") rows.push([""]);
      else if (char !== "\r") line[line.length - 1] += char;
    }
    const last = rows[rows.length - 1];
    if (rows.length > 1 && last.length === 1 && last[0] === "") rows.pop();
    return rows;
  }

  document.addEventListener("paste", (event) => {
    const cell = cellOf(event.target);
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!cell || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    const grid = gridOf(cell);
    const [top, left] = placeOf(grid, cell);
    const count = { pasted: 0, paste_locked: 0, paste_unmatched: 0, paste_outside: 0 };
    parse(text).forEach((line, down) => {
      line.forEach((value, right) => {
        const target = grid[top + down] && grid[top + down][left + right];
        count[place(target, value)] += 1;
      });
    });
    report(cell, count);
  });

  function place(target, text) {
    if (!target) return "paste_outside";
    if (isLocked(target)) return "paste_locked";
    const value = accepted(target, text);
    if (value === null) return "paste_unmatched";
    if (target.value !== value) set(target, value);
    return "pasted";
  }

  function report(cell, count) {
    const words = Object.entries(count)
      .filter(([key, n]) => n > 0 || key === "pasted")
      .map(([key, n]) => mc.message(key, { count: n }))
      .join(" ");
    const status = cell.form && cell.form.querySelector("[data-sheet-status]");
    if (status) {
      status.textContent = words;
      status.classList.remove("govuk-visually-hidden");
    }
  }
})();
