// The tools above a list: one panel open at a time, columns moved by buttons, a call copied.
// Everything works without this file except moving and copying.
"use strict";

(() => {
  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  };

  // Where the clipboard is out of reach, the text is selected, ready for the keyboard.
  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };

  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    if (!(await copied(source.textContent))) return select(source);
    const said = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = said; }, 2000);
  };

  const move = (button) => {
    const row = button.closest("li");
    const other = button.dataset.move === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (button.dataset.move === "up") other.before(row);
    else other.after(row);
    button.focus();
  };

  // A panel that would stand out of the window on the right opens to the left instead.
  const place = (tool) => {
    const panel = tool.querySelector(".gt-panel");
    panel.classList.remove("gt-panel--left");
    if (panel.getBoundingClientRect().right > document.documentElement.clientWidth) panel.classList.add("gt-panel--left");
  };

  const close = (except) => document.querySelectorAll("details.gt-tool[open]").forEach((tool) => {
    if (tool !== except) tool.open = false;
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".gt-moves[hidden]").forEach((moves) => { moves.hidden = false; });
    document.querySelectorAll("details.gt-tool").forEach((tool) => tool.addEventListener("toggle", () => {
      if (!tool.open) return;
      close(tool);
      place(tool);
    }));
    document.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.copy) copy(button);
      else if (button?.dataset.move) move(button);
      else close(event.target.closest("details.gt-tool"));
    });
    document.addEventListener("keydown", (event) => {
      const open = event.key === "Escape" && document.querySelector("details.gt-tool[open]");
      if (!open) return;
      open.open = false;
      open.querySelector("summary").focus();
    });
  });
})();
