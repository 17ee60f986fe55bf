/* Keeps an open page current without a reload: listens to /live, reads the page again after changes, and sends its forms.
   The pages work without this file. It decides nothing and moves no shown content. */
(() => {
  "use strict";

  const { words, decide, patch } = countersign;
  const QUIET = 150, FIRST_RETRY = 1000, LAST_RETRY = 30000;
  let source = null, retry = FIRST_RETRY, due = null, busy = 0, isMissed = false;

  const main = () => document.getElementById("main");
  const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
  const path = (url) => { const at = new URL(url, location.href); return at.pathname + at.search; };

  /* Listening. A hidden tab closes its connection, since browsers allow six to one host. */

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

  /* The URL at which this page is read again: its own path, with its query. */
  function here() {
    const { self } = main().dataset;
    return location.pathname === self ? path(location.href) : self;
  }

  /* One request at a time: changes during a read or a sent form are read afterwards. */
  async function read() {
    if (!main().dataset.self) return;
    if (busy) { isMissed = true; return; }
    busy += 1;
    try {
      const response = await fetch(here(), { headers: { Accept: "text/html" } });
      if (busy > 1) isMissed = true;
      else if (isOver(response)) leave();
      else if (response.ok) await see(parsed(await response.text()));
    } catch { /* the error handler of the stream tries again */ } finally {
      rest();
    }
  }

  function rest() {
    busy -= 1;
    if (busy || !isMissed) return;
    isMissed = false;
    soon();
  }

  async function see(page) {
    const fresh = page.getElementById("main");
    if (!fresh || !isMine(fresh)) return false;
    renewSession(fresh);
    await patch.apply(fresh);
    document.title = page.title;
    return true;
  }

  /* After the end of the session, or of the right to read this page, the page is replaced by the server's page with the
     reason. Typed text is kept, see unsent_text.js. */

  const isOver = (response) => response.status === 401 || response.status === 404;

  function leave() {
    hush();
    words.keep(true);
    location.replace(here());
  }

  /* Whether the page that was read is for the same person. A page of another person replaces this one; unsent text is kept. */
  function isMine(fresh) {
    if (fresh.dataset.person === main().dataset.person) return true;
    leave();
    return false;
  }

  function renewSession(fresh) {
    main().dataset.csrf = fresh.dataset.csrf;
    for (const field of document.querySelectorAll("input[name=csrf]")) field.value = fresh.dataset.csrf;
    for (const panel of document.querySelectorAll("template[data-panel]")) {
      panel.content.querySelector("input[name=csrf]").value = fresh.dataset.csrf;
    }
  }

  /* Sending. The form is sent as without scripts; the response is shown in place. */

  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (event.defaultPrevented) return;
    if ("acknowledge" in form.dataset) { event.preventDefault(); acknowledge(form); return; }
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
    busy += 1;
    try {
      const response = await fetch(form.getAttribute("action"), { method: "POST", body });
      if (response.status === 401) { leave(); return; }
      if (response.status === 404) soon();
      const page = parsed(await response.text()), fresh = page.getElementById("main");
      if (!fresh) throw new Error("not a page of ours");
      if (response.ok) await taken(form, response, page, fresh);
      else if (response.status === 403 && !fresh.querySelector("[data-body]")) await renewed(form, fresh);
      else await patch.refused(form, fresh);
    } catch {
      patch.notice("That was not sent. Check the connection, then try again.", form);
    } finally {
      able(form, true);
      rest();
    }
  }

  async function taken(form, response, page, fresh) {
    words.done(form);
    const isHere = path(response.url) === path(main().dataset.self) || path(response.url) === path(location.href);
    if (response.redirected && !isHere) { location.assign(response.url); return; }
    renewSession(fresh);
    await patch.apply(fresh, form);
    document.title = page.title;
    words.again(form);
  }

  /* A form of another session, after a new sign-in. For the same person the page stays; nothing is sent automatically. */
  async function renewed(form, refusal) {
    const response = await fetch(here(), { headers: { Accept: "text/html" } });
    if (isOver(response)) { leave(); return; }
    const fresh = response.ok && parsed(await response.text()).getElementById("main");
    if (!fresh) { await patch.refused(form, refusal); return; }
    if (!isMine(fresh)) return;
    if (fresh.dataset.csrf === main().dataset.csrf) { await patch.refused(form, refusal); return; }
    renewSession(fresh);
    patch.notice("You have signed in anew since this page was opened. Nothing was sent yet: check it, then press again.", form);
  }

  async function acknowledge(form) {
    const query = new URLSearchParams(new FormData(form));
    try {
      const response = await fetch(`${form.getAttribute("action")}?${query}`, { headers: { Accept: "text/html" } });
      if (isOver(response)) { leave(); return; }
      const fresh = response.ok && parsed(await response.text()).getElementById("main");
      if (!fresh) throw new Error("not a page of ours");
      if (isMine(fresh)) patch.acknowledged(form.closest("[data-body]"), fresh.querySelector("[data-body]"));
    } catch {
      patch.notice("The request could not be read. Check the connection, then press again.", form);
    }
  }

  function able(form, may) {
    for (const button of form.querySelectorAll("button:not([data-no-enter])")) button.disabled = !may;
    if (may) delete form.dataset.sent;
  }

  /* Tab hidden or shown again. */

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { hush(); return; }
    listen();
    if (document.querySelector("[data-signed-out]")) returned();
  });

  /* After a sign-in in another tab: this one shows its page again, with the unsent text. */
  async function returned() {
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (response.ok) location.replace(location.href);
    } catch { /* the next read tries again */ }
  }

  addEventListener("pagehide", hush);
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.forms) able(form, true);
    listen();
    soon();
  });

  countersign.read = read;
  if (main().dataset.person) {
    words.restore(main(), words.kept(), decide.open);
    patch.tellKept();
  } else if (document.getElementById("kept")) document.getElementById("kept").hidden = !words.isAnyKept();
  listen();
})();
