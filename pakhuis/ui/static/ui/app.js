// Small comforts on top of pages that work without any of this.
"use strict";

// "/" goes to the search box from anywhere but a field.
document.addEventListener("keydown", (event) => {
  const isField = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !isField && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const finder = document.querySelector("[data-finder]");
    if (finder) {
      event.preventDefault();
      finder.focus();
      finder.select();
    }
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form[data-save]") || document.querySelector("form[data-save]");
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
  }
  if (event.key === "Escape") {
    document.querySelectorAll("details.why[open], details.me[open]").forEach((one) => one.removeAttribute("open"));
  }
});

// Only one explanation is open at a time, and a click beside it closes it.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.why[open], details.me[open]").forEach((one) => {
    if (!one.contains(event.target)) one.removeAttribute("open");
  });
});

// A button that was pressed is not pressed twice.
document.addEventListener("submit", (event) => {
  if (event.target.method === "post") {
    setTimeout(() => event.target.querySelectorAll("button").forEach((one) => { one.disabled = true; }), 0);
  }
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[method=post] button").forEach((one) => { one.disabled = false; });
});

// The first field with an error gets the attention.
document.querySelector("[aria-invalid=true]")?.focus();
