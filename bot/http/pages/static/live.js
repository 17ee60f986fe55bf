/* Keeps an open page true without reloading it: listens to /live, reads the page again when something changed, and sends
   its forms. Everything works without this file; it never decides anything, and it moves nothing that stands. */
(() => {
  "use strict";

  const { words, decide, patch } = countersign;
  const QUIET = 150, FIRST_RETRY = 1000, LAST_RETRY = 30000;
  let source = null, retry = FIRST_RETRY, due = null, busy = 0, isMissed = false;

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

  /* Where this page is read again: at its own address, with the query that belongs to it. */
  function here() {
    const { self } = main().dataset;
    return location.pathname === self ? path(location.href) : self;
  }

  /* One thing at a time: what changes while a page is read or a form is on its way is read afterwards. */
  async function read() {
    if (!main().dataset.self) return;
    if (busy) { isMissed = true; return; }
    busy += 1;
    try {
      const response = await fetch(here(), { headers: { Accept: "text/html" } });
      if (busy > 1) isMissed = true;
      else if (isOver(response)) leave();
      else if (response.ok) await see(parsed(await response.text()));
    } catch { /* the stream's own error tries again */ } finally {
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

  /* The end of the session, or of the right to read this page: nothing of it stays, and the server's page says why. It takes
     nothing that was typed: see words.js. */

  const isOver = (response) => response.status === 401 || response.status === 404;

  function leave() {
    hush();
    words.keep(true);
    location.replace(here());
  }

  /* Whether the page that was read is for the person whose page this is; another's replaces it, and words wait for this one. */
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

  /* Sending. The form goes out as it would without us; what comes back is shown where it belongs. */

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
      patch.notice("That was not sent. Look whether the connection is there, then try again.", form);
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

  /* A form of another session: somebody signed in anew. For the same person the page goes on; nothing is sent by itself. */
  async function renewed(form, refusal) {
    const response = await fetch(here(), { headers: { Accept: "text/html" } });
    if (isOver(response)) { leave(); return; }
    const fresh = response.ok && parsed(await response.text()).getElementById("main");
    if (!fresh) { await patch.refused(form, refusal); return; }
    if (!isMine(fresh)) return;
    if (fresh.dataset.csrf === main().dataset.csrf) { await patch.refused(form, refusal); return; }
    renewSession(fresh);
    patch.notice("You have signed in anew since this page was opened. Nothing was sent yet: look, then press again.", form);
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
      patch.notice("The request could not be read. Look whether the connection is there, then press again.", form);
    }
  }

  function able(form, may) {
    for (const button of form.querySelectorAll("button:not([data-no-enter])")) button.disabled = !may;
    if (may) delete form.dataset.sent;
  }

  /* Coming and going. */

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { hush(); return; }
    listen();
    if (document.querySelector("[data-signed-out]")) returned();
  });

  /* Somebody signed in in another tab: this one shows again what it showed, with the words that waited. */
  async function returned() {
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (response.ok) location.replace(location.href);
    } catch { /* the next look tries again */ }
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
