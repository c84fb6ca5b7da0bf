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

// On a small screen the menu and tabs are wider than it: begin where one is.
for (const strip of document.querySelectorAll(".side, .tabs")) {
  const here = strip.querySelector("[aria-current]");
  if (!here) continue;
  const [outer, inner] = [strip.getBoundingClientRect(), here.getBoundingClientRect()];
  strip.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
}

// The finder: what is found while one types is walked through with the arrows and opened with Enter.
const finder = document.querySelector("[data-finder]");
const found = document.getElementById("found");
if (finder && found) {
  const options = () => [...found.querySelectorAll("[role=option]")];
  const show = (is) => { found.hidden = !is; finder.setAttribute("aria-expanded", String(is)); };
  const choose = (one) => {
    options().forEach((other) => other.setAttribute("aria-selected", String(other === one)));
    finder.setAttribute("aria-activedescendant", one ? one.id : "");
    one?.scrollIntoView({ block: "nearest" });
  };
  finder.addEventListener("htmx:afterRequest", () => {
    show(finder.value.trim() !== "" && found.textContent.trim() !== "");
    choose(null);
  });
  finder.addEventListener("focus", () => show(finder.value.trim() !== "" && found.textContent.trim() !== ""));
  finder.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && all.length && !found.hidden) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(all[at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length]);
    } else if (event.key === "Enter" && at >= 0 && !found.hidden) {
      event.preventDefault();
      window.location.assign(all[at].href);
    } else if (event.key === "Escape") {
      show(false);
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".finder")) show(false);
  });
}

// One tick for all rows of a page.
document.addEventListener("change", (event) => {
  const name = event.target.dataset?.all;
  if (name) {
    event.target.form.querySelectorAll(`input[name="${name}"]`).forEach((one) => { one.checked = event.target.checked; });
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
    const buttons = [...event.target.querySelectorAll("button")];
    setTimeout(() => {
      if (event.defaultPrevented) return;
      buttons.forEach((one) => { one.disabled = true; });
    }, 0);
    // What answers with a file leaves the page as it is: its button works again.
    if (event.submitter?.hasAttribute("data-again")) {
      setTimeout(() => buttons.forEach((one) => { one.disabled = false; }), 3000);
    }
  }
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[method=post] button").forEach((one) => { one.disabled = false; });
});

// The first field with an error gets the attention.
document.querySelector("[aria-invalid=true]")?.focus();

// A scanner types like a keyboard: its field always has the focus, is empty for the next code, and answers in sound.
let audio = null;
function tone(frequency, start, length) {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.type = "square";
  oscillator.frequency.value = frequency;
  volume.gain.value = 0.08;
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(audio.currentTime + start);
  oscillator.stop(audio.currentTime + start + length);
}
function sound(kind) {
  try {
    audio = audio || new AudioContext();
    if (kind === "bad") {
      tone(180, 0, 0.25);
      tone(140, 0.3, 0.35);
      if (navigator.vibrate) navigator.vibrate([150, 80, 150]);
    } else if (kind === "done") {
      tone(880, 0, 0.1);
      tone(1320, 0.12, 0.18);
    } else {
      tone(1040, 0, 0.08);
    }
  } catch {
    // Without sound the colour and the words still tell.
  }
}
function ready() {
  const heard = document.querySelector("[data-sound]")?.dataset.sound
    || ["bad", "done", "good"].find((kind) => document.querySelector(`.message.sound-${kind}`));
  const field = document.querySelector("[data-scan]");
  if (field && heard) sound(heard);
  field?.focus();
}
if (document.querySelector("[data-scan]")) {
  ready();
  document.addEventListener("htmx:afterSwap", ready);
  // Scans are sent one after the other: none is lost, however quick the next one comes.
  let sending = Promise.resolve();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-scan-form]") || !window.htmx) return;
    event.preventDefault();
    const values = Object.fromEntries(new FormData(form));
    form.querySelector("[data-scan]").value = "";
    const send = () => window.htmx.ajax("POST", form.action, { target: "#walk", swap: "outerHTML", values });
    sending = sending.then(send, send);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("a, button, input, label, select, summary, textarea")) document.querySelector("[data-scan]").focus();
  });
  document.addEventListener("keydown", (event) => {
    const isElsewhere = !event.target.closest("input, textarea, select, button, a, summary");
    if (isElsewhere && event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== "/") {
      document.querySelector("[data-scan]").focus();
    }
  });
}

// A file dropped on its place is chosen as if by hand.
document.querySelectorAll("[data-drop]").forEach((place) => {
  const over = (isOver) => (event) => { event.preventDefault(); place.classList.toggle("is-over", isOver); };
  place.addEventListener("dragover", over(true));
  place.addEventListener("dragleave", over(false));
  place.addEventListener("drop", (event) => {
    over(false)(event);
    place.querySelector("input[type=file]").files = event.dataTransfer.files;
  });
});

// Work that has been waited for shows its result.
document.addEventListener("htmx:afterSettle", () => {
  if (document.querySelector("[data-reload]")) window.location.reload();
});
