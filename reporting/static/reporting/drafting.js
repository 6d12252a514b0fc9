// A figure's reference goes into the text where the cursor stands; the list is narrowed by words.
// Everything works without this file except inserting by a click: references can be typed.
"use strict";

(() => {
  const narrow = (list, words) => {
    const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
    list.querySelectorAll("li[data-words]").forEach((row) => {
      row.hidden = !asked.every((word) => row.dataset.words.includes(word));
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    const text = document.getElementById("gt-text");
    const list = document.getElementById("gt-list");
    const find = document.getElementById("gt-find");
    if (!text || !list || !find) return;
    find.addEventListener("input", () => narrow(list, find.value));
    list.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-insert]");
      if (!button || text.readOnly) return;
      text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
      text.focus();
    });
  });
})();
