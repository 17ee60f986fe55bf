/* Keeps unsent text in this browser for the same person, form, request and digest, and puts it back into its form.
   Putting it back sends nothing. */
(() => {
  "use strict";

  const PREFIX = "countersign words ", LASTS = 12 * 3600 * 1000;
  const sent = new WeakSet(), returned = new Set();

  const main = () => document.getElementById("main");
  const isTicked = (field) => field.type === "checkbox" || field.type === "radio";
  const person = () => main().dataset.person;

  /* A typed confirmation is not kept: it must be typed again. */
  function fields(form) {
    return [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.name !== "confirmation"
      && field.tagName !== "BUTTON" && field.tagName !== "FIELDSET");
  }

  function isTouched(field) {
    if (isTicked(field)) return field.checked !== field.defaultChecked;
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(first, 0);
  }

  function isWritten(form) {
    return !sent.has(form) && fields(form).some((field) => isTouched(field) || isRefused(field));
  }

  /* A page that refused a form has the typed values as its own. */
  function isRefused(field) {
    return field.tagName === "TEXTAREA" && ["reason", "answer", "text"].includes(field.name) && field.value.trim() !== "";
  }

  function keyOf(form) {
    const digest = form.elements.digest ? form.elements.digest.value : "";
    return [form.dataset.keep, form.getAttribute("action"), digest].join(" ");
  }

  function valuesOf(form) {
    const written = fields(form).filter((field) => isTouched(field) || isRefused(field));
    return written.map((field) => [field.name, field.value, isTicked(field) ? field.checked : null]);
  }

  /* The text in the forms below `root`: the values and the position of each form, by its key. */
  function collect(root) {
    const found = new Map();
    for (const form of root.querySelectorAll("form[data-keep]")) {
      if (isWritten(form)) found.set(keyOf(form), { values: valuesOf(form), at: location.pathname });
    }
    return found;
  }

  function fill(form, values) {
    for (const [name, value, checked] of values) {
      const same = fields(form).filter((field) => field.name === name);
      for (const field of same) {
        if (!isTicked(field)) field.value = value;
        else if (field.value === value) field.checked = checked;
      }
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* Puts text back into its form; text without a form any more is shown beside its request, to copy. */
  function restore(root, entries, opens) {
    for (const [key, entry] of entries) {
      const form = findForm(root, key, opens);
      if (form) returned.add(key);
      if (form) fill(form, entry.values);
      else show(root, key, entry.values);
    }
  }

  function findForm(root, key, opens) {
    const [keep, action] = key.split(" ");
    for (const form of root.querySelectorAll("form[data-keep]")) if (keyOf(form) === key) return form;
    for (const panel of root.querySelectorAll(`template[data-panel="${CSS.escape(keep)}"]`)) {
      const form = panel.content.querySelector("form");
      if (form && form.getAttribute("action") === action && keyOf(form) === key) return opens(panel);
    }
    return null;
  }

  function requestOf(key) {
    const found = /^\/requests\/([^/]+)\//.exec(key.split(" ")[1]);
    return found ? decodeURIComponent(found[1]) : "";
  }

  function show(root, key, values) {
    const id = requestOf(key), body = id && [root, ...root.querySelectorAll("[data-body]")]
      .find((each) => each.dataset && each.dataset.request === id && "body" in each.dataset);
    const texts = values.filter(([, value, checked]) => checked === null && value.trim());
    if (!body || !texts.length || [...body.querySelectorAll("[data-kept]")].some((each) => each.dataset.kept === key)) return;
    const box = document.createElement("div");
    box.className = "kept";
    box.dataset.kept = key;
    box.append(line("p", "label", "You wrote this. It was not sent; copy what you need."));
    for (const [, value] of texts) {
      const area = line("textarea", "", value);
      area.readOnly = true;
      area.rows = 3;
      area.setAttribute("aria-label", "What you wrote");
      box.append(area);
    }
    const button = line("button", "quiet", "Discard my words");
    button.type = "button";
    button.addEventListener("click", () => {
      if (body.unsent) body.unsent.delete(key);
      forget(key);
      box.remove();
    });
    box.append(button);
    const told = body.querySelector("[data-told]");
    if (told) told.after(box); else body.append(box);
    put(stores().slice(0, 1), key, { values, at: location.pathname });
  }

  function line(tag, look, text) {
    const made = document.createElement(tag);
    if (look) made.className = look;
    made.textContent = text;
    return made;
  }

  /* Keeping. The text of this tab comes first; the text of another tab is used where this one has none. */

  const stores = () => attempt(() => [sessionStorage, localStorage]) || [];

  function keep(everywhere) {
    if (!person()) return;
    const here = main();
    for (const [key, entry] of collect(here)) put(everywhere ? stores() : stores().slice(0, 1), key, entry);
    for (const form of here.querySelectorAll("form[data-keep]")) {
      if (!isWritten(form) && returned.has(keyOf(form))) forget(keyOf(form));
    }
  }

  function put(places, key, entry) {
    const text = JSON.stringify({ ...entry, till: Date.now() + LASTS });
    for (const store of places) attempt(() => store.setItem(name(key), text));
  }

  const mine = () => `${PREFIX}${encodeURIComponent(person())} `;
  const name = (key) => mine() + key;

  function forget(key) {
    for (const store of stores()) attempt(() => store.removeItem(name(key)));
  }

  function kept() {
    const found = new Map(), own = mine();
    for (const store of stores()) attempt(() => {
      for (const key of Object.keys(store).filter((each) => each.startsWith(PREFIX))) {
        const entry = JSON.parse(store.getItem(key));
        if (!(entry.till > Date.now())) store.removeItem(key);
        else if (key.startsWith(own) && !found.has(key.slice(own.length))) found.set(key.slice(own.length), entry);
      }
    });
    return found;
  }

  function isAnyKept() {
    return stores().some((store) => attempt(() => Object.keys(store).some((each) => each.startsWith(PREFIX))));
  }

  /* A browser may refuse its storage (private windows, full disk): then text is kept while the page is open. */
  function attempt(act) {
    try { return act(); } catch { return undefined; }
  }

  function done(form) {
    sent.add(form);
    forget(keyOf(form));
  }

  function again(form) {
    sent.delete(form);
  }

  addEventListener("pagehide", () => keep(false));
  countersign.words = { collect, restore, keep, kept, forget, done, again, isAnyKept, isWritten, isTouched, fields, requestOf };
})();
