// Comfort only: every page works without this file.
"use strict";
(() => {
  // Warn before unsaved work is left.
  for (const form of document.querySelectorAll("form[data-unsaved]")) {
    let changed = false;
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { changed = false; });
    addEventListener("beforeunload", (event) => {
      if (changed) { event.preventDefault(); event.returnValue = form.dataset.unsaved; }
    });
  }

  // Send a form once: a second press within the same page does nothing.
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
    });
  }
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // A paper in the page takes the focus when the browser's viewer has opened it, sometimes without an event, and keys
  // would go astray. Unless the reader went there, by Tab or with the pointer, the focus goes back to where it was; a few
  // times for each paper, for whoever comes there again and again, as a screen reader does, means it.
  if (document.querySelector("iframe")) {
    // The browser may have set the first focus before this runs.
    let focused = document.querySelector("[autofocus]");
    let tabbed = -1000;
    let theirs = false;
    const returns = new Map();
    const giveBack = () => {
      const frame = document.activeElement;
      if (frame?.tagName !== "IFRAME") { theirs = false; return; }
      theirs = theirs || returns.get(frame) === 3 || frame.matches(":hover") || performance.now() - tabbed < 500;
      if (theirs) return;
      returns.set(frame, (returns.get(frame) ?? 0) + 1);
      focused?.focus({ preventScroll: true });
    };
    document.addEventListener("focusin", (event) => { if (event.target.tagName !== "IFRAME") focused = event.target; });
    document.addEventListener("keydown", (event) => { if (event.key === "Tab") tabbed = performance.now(); });
    addEventListener("blur", () => setTimeout(giveBack));
    setInterval(giveBack, 200);
  }

  // The summary of errors takes the focus.
  const errors = document.getElementById("errors");
  if (errors) errors.focus();

  // An open menu closes when the reader goes elsewhere.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.drop[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.drop[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  // j and k walk the rows of a list; Enter follows the link, as it does anyway.
  const links = [...document.querySelectorAll("table[data-rows] tbody tr > td:not(.pick) > a")].filter((link) => link.parentElement === link.closest("tr").querySelector("td:not(.pick)"));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, button, summary")) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step || links.length === 0) return;
    const here = links.indexOf(document.activeElement);
    const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, here + step));
    links[next].focus();
  });

  // In a form that names keys: a key presses the button that carries it, while the focus is in that form and not in a line of text.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select")) return;
    const button = event.target.closest("form")?.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (button) { event.preventDefault(); button.click(); }
  });

  // Chooses the first answer wherever none was chosen, and goes on to the button that sends the form.
  for (const button of document.querySelectorAll("button[data-fill]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      for (const group of button.form.querySelectorAll("fieldset.inline")) {
        if (!group.querySelector("input:checked")) group.querySelector("input").checked = true;
      }
      for (const line of button.form.querySelectorAll("input[data-usual]")) {
        if (!line.value) line.value = line.dataset.usual;
      }
      button.form.dispatchEvent(new Event("input"));
      const next = button.form.querySelector("button[data-next]");
      next.scrollIntoView({ block: "nearest" });
      next.focus({ preventScroll: true });
    });
  }

  // How many rows are ticked and what they come to, in whole fen.
  const bar = document.querySelector("[data-batch]");
  if (bar) {
    const hint = bar.textContent;
    const boxes = [...document.querySelectorAll("input[data-fen]")];
    const show = () => {
      const ticked = boxes.filter((box) => box.checked);
      const fen = ticked.reduce((sum, box) => sum + BigInt(box.dataset.fen || 0), 0n);
      const yuan = (fen / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",") + "." + (fen % 100n).toString().padStart(2, "0");
      bar.textContent = ticked.length ? bar.dataset.batch.replace("#", ticked.length).replace("¤", yuan) : hint;
    };
    for (const box of boxes) box.addEventListener("change", show);
    addEventListener("pageshow", show);
  }

  // A form that computes: sliders move the values they stand beside, and a change is asked again after a moment; the
  // answer takes the place of the one before. The address follows, so that it can be shared.
  for (const form of document.querySelectorAll("form[data-live]")) {
    const result = document.getElementById(form.dataset.live);
    let asked = 0;
    let timer;
    const address = () => {
      const fields = [...new FormData(form)].filter(([name, value]) => value !== "" && form.elements[name]?.dataset?.written !== value);
      return `${form.action}?${new URLSearchParams(fields)}`;
    };
    // What can be folded away, by its words and its number among those with the same words.
    const folds = () => {
      const all = [...result.querySelectorAll("details")].map((one) => [one.querySelector("summary").textContent, one]);
      return all.map(([words, one], place) => [`${words} ${all.slice(0, place).filter(([other]) => other === words).length}`, one]);
    };
    const ask = async () => {
      const mine = ++asked;
      const href = address();
      result.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(href, { credentials: "same-origin" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById(form.dataset.live);
        if (mine !== asked || !(answer.ok || answer.status === 422) || !fresh) return;
        const open = new Map(folds().map(([name, one]) => [name, one.open]));
        result.replaceChildren(...fresh.childNodes);
        for (const [name, one] of folds()) one.open = open.get(name) ?? one.open;
        history.replaceState(null, "", href);
      } catch {
        // The button still sends the form.
      } finally {
        if (mine === asked) result.removeAttribute("aria-busy");
      }
    };
    const soon = () => { clearTimeout(timer); timer = setTimeout(ask, 250); };
    for (const slider of form.querySelectorAll("input[type=range]")) {
      const field = document.getElementById(slider.dataset.for);
      slider.hidden = false;
      const follow = () => { if (field.value.endsWith(slider.dataset.unit)) slider.value = parseFloat(field.value); };
      follow();
      field.addEventListener("input", follow);
      slider.addEventListener("input", () => { field.value = slider.value + slider.dataset.unit; });
    }
    form.addEventListener("input", soon);
  }
})();
