/* Keeps an open page true without reloading it: listens to /live, reads the page again when something changed, and
   sends its forms. Everything works without this file; it never decides anything. */
(() => {
  "use strict";

  const QUIET = 150, FIRST_RETRY = 1000, LAST_RETRY = 30000;
  let source = null, retry = FIRST_RETRY, due = null, sending = 0;

  const main = () => document.getElementById("main");
  const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
  const path = (url) => { const at = new URL(url, location.href); return at.pathname + at.search; };

  /* Listening. A hidden tab lets go of its connection: browsers allow six to one host. */

  function listen() {
    const { live } = main().dataset;
    if (source || !live || document.hidden) return;
    source = new EventSource(live);
    source.addEventListener("open", () => { retry = FIRST_RETRY; });
    source.addEventListener("changed", (event) => {
      if (event.data !== main().dataset.position) soon();
    });
    source.addEventListener("error", () => {
      if (source && source.readyState === EventSource.CLOSED) again();
    });
  }

  function hush() {
    if (source) source.close();
    source = null;
  }

  function again() {
    hush();
    setTimeout(() => { listen(); soon(); }, retry);
    retry = Math.min(retry * 2, LAST_RETRY);
  }

  function soon() {
    clearTimeout(due);
    due = setTimeout(read, QUIET);
  }

  async function read() {
    const { self } = main().dataset;
    if (!self || sending) return;
    const here = location.pathname === path(self).split("?")[0] ? path(location.href) : self;
    try {
      const response = await fetch(here, { headers: { Accept: "text/html" } });
      if (sending) return;
      if (response.status === 401) { location.reload(); return; }
      if (response.ok) show(parsed(await response.text()), null);
    } catch { /* the stream's own error tries again */ }
  }

  /* Showing. What somebody is writing in is never taken away. */

  function show(page, sent) {
    const fresh = page.getElementById("main"), isAnswer = sent !== null;
    if (!fresh) return false;
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 60;
    const focused = document.activeElement && document.activeElement.id;
    const word = main().dataset.word;
    if (isAnswer) keepTyped(fresh, sent); else keepOpen(fresh);
    if (isAnswer || !isBusy(main())) main().replaceWith(document.adoptNode(fresh));
    else showParts(fresh);
    document.title = page.title;
    if (focused && document.activeElement === document.body) focusAgain(focused);
    if (main().dataset.word !== word) say(main().dataset.word);
    if (isAnswer) answered(); else if (atEnd && main().querySelector(".timeline")) scrollTo(0, document.documentElement.scrollHeight);
    return true;
  }

  function showParts(fresh) {
    let kept = false;
    for (const part of [...main().querySelectorAll("[data-part]")]) {
      const other = fresh.querySelector(`#${CSS.escape(part.id)}`);
      if (isBusy(part)) kept = kept || !other || other.textContent !== part.textContent;
      else if (other) part.replaceWith(document.adoptNode(other));
    }
    main().dataset.position = fresh.dataset.position;
    main().dataset.word = fresh.dataset.word;
    if (kept) notice("Something changed here while you were writing. ", "Show it");
  }

  function keepTyped(fresh, sent) {
    for (const field of main().querySelectorAll("textarea[id], input[id], select[id]")) {
      const same = !sent.contains(field) && isTouched(field) && fresh.querySelector(`#${CSS.escape(field.id)}`);
      if (!same) continue;
      if (isTicked(field)) same.checked = field.checked; else same.value = field.value;
    }
  }

  function keepOpen(fresh) {
    for (const box of main().querySelectorAll("details[open][id]")) {
      const same = fresh.querySelector(`#${CSS.escape(box.id)}`);
      if (same) same.open = true;
    }
  }

  function focusAgain(id) {
    const same = document.getElementById(id);
    if (same) same.focus({ preventScroll: true });
  }

  function isBusy(part) {
    return [...part.querySelectorAll("textarea, select, input:not([type=hidden])")].some(
      (field) => field === document.activeElement || isTouched(field),
    );
  }

  function isTicked(field) {
    return field.type === "checkbox" || field.type === "radio";
  }

  function isTouched(field) {
    if (isTicked(field)) return field.checked !== field.defaultChecked;
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(first, 0);
  }

  function answered() {
    quiet();
    const problem = document.getElementById("problem");
    if (problem) { problem.focus(); problem.scrollIntoView({ block: "nearest" }); }
    else main().focus({ preventScroll: true });
  }

  /* Telling. */

  function say(text) {
    document.getElementById("said").textContent = text;
  }

  function notice(text, offer) {
    const place = document.getElementById("notice");
    place.textContent = text;
    if (offer) {
      const button = document.createElement("button");
      button.textContent = offer;
      button.addEventListener("click", () => location.reload());
      place.append(button);
    }
    place.hidden = false;
  }

  function quiet() {
    document.getElementById("notice").hidden = true;
  }

  /* Writing. A reason that was chosen stands in its field, to be changed; what somebody wrote themselves stays. */

  document.addEventListener("change", (event) => {
    const chosen = event.target, form = chosen.form, reason = form && form.elements.reason;
    if (chosen.name !== "option" || !reason) return;
    const offered = [...form.elements.option].map((option) => option.dataset.text || "");
    if (offered.includes(reason.value)) reason.value = chosen.dataset.text || "";
  });

  /* Sending. The form goes out as it would without us; the page that comes back takes the place of this one. */

  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    if (!("live" in form.dataset)) { setTimeout(() => able(form, false), 0); return; }
    event.preventDefault();
    const fields = new FormData(form);
    if (button && button.name) fields.append(button.name, button.value);
    able(form, false);
    send(form, new URLSearchParams(fields));
  });

  async function send(form, body) {
    sending += 1;
    try {
      const response = await fetch(form.getAttribute("action"), { method: "POST", body });
      const isHere = path(response.url) === path(main().dataset.self) || path(response.url) === path(location.href);
      if (response.redirected && !isHere) { location.assign(response.url); return; }
      const page = parsed(await response.text());
      if (!show(page, form)) throw new Error("not a page of ours");
    } catch {
      notice("That was not sent. Look whether the connection is there, then try again.");
    } finally {
      sending -= 1;
      able(form, true);
    }
  }

  function able(form, may) {
    for (const button of form.querySelectorAll("button")) button.disabled = !may;
    if (may) delete form.dataset.sent;
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hush();
    else { listen(); }
  });
  addEventListener("pagehide", hush);
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.forms) able(form, true);
    listen();
    soon();
  });
  listen();
})();
