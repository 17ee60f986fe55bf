/* Shows changes in an open page without moving its content. New items wait behind a button; a request that was settled or
   changed elsewhere keeps its position and height and tells so there, without buttons. */
(() => {
  "use strict";

  const { words, decide, hand } = countersign;
  const OPEN = /^((paused|stopped) )?(open|voted|closed)$/;
  const RUNS = /^(approved( take-back)?|running)$/;
  let waiting = null, announced = "";

  const main = () => document.getElementById("main");
  const tray = () => document.getElementById("tray");
  const say = (text) => { countersign.tell(text); };
  const requests = (root) => new Map([...root.querySelectorAll("[data-request]")].map((each) => [each.dataset.request, each]));

  /* Applies a page that was read again; `sent` is the form whose response it is, if any. */
  async function apply(fresh, sent = null) {
    const word = main().dataset.word, after = requests(fresh);
    if (sent) await answered(sent, fresh);
    for (const [id, standing] of requests(main())) await follow(standing, after.get(id));
    keepHand(() => grow(fresh));
    soften(main(), fresh);
    tellHolds(fresh);
    main().dataset.position = fresh.dataset.position;
    main().dataset.word = fresh.dataset.word;
    if (word !== fresh.dataset.word) say(fresh.dataset.word);
    hold(fresh);
    countersign.soon();
  }

  /* Pauses and resumes since the page was loaded are shown in an overlay, so that nothing moves. */
  function tellHolds(fresh) {
    const said = (root) => [...root.querySelectorAll("#holds .held")].map((each) => each.textContent.replace(/\s+/g, " ").trim()).join(" ");
    const now = said(fresh), over = document.getElementById("held");
    const isAsLoaded = now === said(main()) && over.hidden;
    const text = isAsLoaded ? "" : now || "What was paused is resumed. Load the page again to go on.";
    if (over.textContent !== text) over.textContent = text;
    over.hidden = !text;
  }

  /* One request of the page. */

  async function follow(standing, fresh) {
    const was = standing.dataset;
    if (was.state === "changed" && fresh && !("row" in standing.dataset)) { await outdate(standing, fresh); return; }
    if (fresh && fresh.dataset.digest === was.digest && fresh.dataset.state === was.state) return;
    if ("row" in was) { if (fresh && "row" in fresh.dataset) exchange(standing, fresh); else await rowEnded(standing); return; }
    if (!fresh && !(OPEN.test(was.state) || RUNS.test(was.state) || was.state === "changed")) return;
    standing.dataset.stale = "yes";
    const body = await readRequest(standing).finally(() => { delete standing.dataset.stale; });
    if (!body || !standing.isConnected) return;
    if (body.dataset.state === was.state && body.dataset.digest === was.digest) return;
    if (body.dataset.state !== "changed") disarm(body);
    const isSettled = !(OPEN.test(body.dataset.state) || body.dataset.state === "changed");
    replace(standing, body);
    if (isSettled) say(toldBy(body));
  }

  /* The request was changed again while the first change is still shown. */
  async function outdate(standing, fresh) {
    if (fresh.dataset.digest === standing.dataset.digest) return;
    const body = await readRequest(standing, standing.dataset.seen);
    if (!body || !standing.isConnected) return;
    if (body.dataset.state !== "changed") disarm(body);
    replace(standing, body);
  }

  async function readRequest(standing, seen = standing.dataset.digest) {
    const next = standing.querySelector("input[name=next]");
    const query = new URLSearchParams({ seen, ...(next ? { next: next.value } : {}) });
    const url = `/requests/${encodeURIComponent(standing.dataset.request)}?${query}`;
    const response = await fetch(url, { headers: { Accept: "text/html" } });
    if (!response.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (page.getElementById("main").dataset.person !== main().dataset.person) return null;
    return page.querySelector("[data-body]");
  }

  /* Removes the buttons of content that came without an act of the person. */
  function disarm(body) {
    for (const each of body.querySelectorAll("form, template, [data-opens]")) each.remove();
    if (OPEN.test(body.dataset.state) && !body.querySelector(".held")) {
      const stands = document.createElement("p");
      stands.className = "stands";
      stands.textContent = "This changed elsewhere. Open the request on its own page to see your options.";
      body.prepend(stands);
    }
  }

  /* Replaces an old body by a new one of the same height, with the unsent text. */
  function replace(old, body, isMine = false) {
    const written = words.collect(old), hadFocus = old.contains(document.activeElement);
    const fresh = document.adoptNode(body);
    const height = old.getBoundingClientRect().height;
    if (height) {
      fresh.style.minHeight = `${height}px`;
      if (!isMine) { fresh.style.height = `${height}px`; fresh.classList.add("pinned"); }
    }
    if (old.unsent) fresh.unsent = old.unsent;
    old.replaceWith(fresh);
    for (const form of fresh.querySelectorAll("form[data-names]")) decide.name(form);
    words.restore(fresh, rekeyed(written, fresh), decide.open);
    if (hadFocus) (fresh.querySelector("[data-told]") || fresh).focus({ preventScroll: true });
    return fresh;
  }

  /* Unsent text that waits for the acknowledgement of a change keeps the key of its form. */
  function rekeyed(written, fresh) {
    const all = new Map([...(fresh.unsent || []), ...written]);
    fresh.unsent = all;
    return all;
  }

  function toldBy(body) {
    const told = body.querySelector("[data-told]");
    return told ? told.textContent.replace(/\s+/g, " ").trim().slice(0, 300) : "";
  }

  async function rowEnded(row) {
    if (row.dataset.ended) return;
    const body = await readRequest(row);
    if (!body) return;
    row.dataset.ended = "yes";
    const line = document.createElement("p"), lines = row.querySelectorAll("p.muted");
    line.className = "outcome";
    line.textContent = toldBy(body) || "It no longer waits here.";
    const height = row.getBoundingClientRect().height;
    for (const each of lines) each.remove();
    row.append(line);
    Object.assign(row.style, { height: `${height}px`, overflow: "hidden" });
  }

  function exchange(row, fresh) {
    const height = row.getBoundingClientRect().height;
    row.replaceChildren(...document.adoptNode(fresh.cloneNode(true)).childNodes);
    Object.assign(row.dataset, { digest: fresh.dataset.digest, state: fresh.dataset.state });
    Object.assign(row.style, { height: `${height}px`, overflow: "hidden" });
  }

  /* After the acknowledgement of a change, the request is shown in its current state. The text of an edit comes back. */
  function acknowledged(old, body) {
    const written = old.unsent || new Map();
    old.unsent = null;
    for (const box of old.querySelectorAll("[data-kept]")) box.remove();
    const moved = new Map();
    for (const [key, entry] of written) {
      const [keep, action] = key.split(" ");
      moved.set([keep, action, body.dataset.digest].join(" "), entry);
      words.forget(key);
    }
    body.unsent = moved;
    const fresh = replace(old, body, true);
    fresh.unsent = null;
    fresh.focus({ preventScroll: true });
  }

  /* Small elements without controls: replaced where nothing moves by it. */

  function soften(standing, fresh) {
    for (const old of standing.querySelectorAll("[data-soft]")) {
      const other = fresh.querySelector(`[data-soft="${CSS.escape(old.dataset.soft)}"]`);
      if (!other || old.innerHTML === other.innerHTML || old.contains(document.activeElement)) continue;
      const before = places(), kids = [...old.childNodes];
      old.replaceChildren(...document.adoptNode(other.cloneNode(true)).childNodes);
      if (isMoved(before)) old.replaceChildren(...kids);
    }
  }

  function places() {
    return countersign.controls().map((each) => [each, each.getBoundingClientRect()]);
  }

  function isMoved(before) {
    return before.some(([each, was]) => {
      const is = each.getBoundingClientRect();
      return Math.abs(was.left - is.left) > 1 || Math.abs(was.top - is.top) > 1;
    });
  }

  /* A timeline grows at its end, up to the first new entry that asks for a decision. */

  function grow(fresh) {
    const list = document.getElementById("timeline"), other = fresh.querySelector("#timeline");
    if (!list || !other) return;
    for (const entry of [...other.children]) {
      if (document.getElementById(entry.id)) continue;
      if (entry.querySelector("[data-body]")) break;
      list.append(document.adoptNode(entry));
    }
  }

  /* A form below a timeline keeps its position on the screen while it is in use. */
  function keepHand(change) {
    const place = document.getElementById("say"), at = place && place.getBoundingClientRect();
    const isHeld = at && (hand.x < 0 ? place.contains(document.activeElement)
      : hand.x >= at.left && hand.x <= at.right && hand.y >= at.top && hand.y <= at.bottom);
    change();
    if (!isHeld) return;
    const by = place.getBoundingClientRect().top - at.top, room = document.documentElement.scrollHeight - innerHeight - scrollY;
    if (by <= 0) return;
    if (room < by) main().style.paddingBottom = `${parseFloat(getComputedStyle(main()).paddingBottom) + by - Math.max(room, 0)}px`;
    scrollBy({ top: by, behavior: "instant" });
  }

  /* New items that wait to be shown. */

  function hold(fresh) {
    const here = requests(main());
    const news = [...requests(fresh)].filter(([id, each]) => !here.has(id) && isWaiting(each));
    const threads = [...fresh.querySelectorAll("[data-thread]")]
      .filter((each) => !main().querySelector(`[data-thread="${CSS.escape(each.dataset.thread)}"]`));
    const isOther = news.length || threads.length || settleActs(fresh);
    waiting = isOther ? fresh : null;
    const label = news.length ? `${news.length} new: show` : threads.length ? "New threads: show" : "Changed: show";
    offer(isOther ? label : "");
    const told = news.length ? `${news.length} new ${news.length > 1 ? "requests wait" : "request waits"}.` : "";
    if (told && told !== announced) say(`${told} Press “${label}” to see ${news.length > 1 ? "them" : "it"}.`);
    announced = told;
  }

  const isWaiting = (each) => OPEN.test(each.dataset.state);

  /* Disables the controls of a thread that are no longer allowed. Returns whether there are new ones. */
  function settleActs(fresh) {
    const now = acts(fresh), here = acts(main());
    for (const [name, act] of here) if (act.matches("button")) act.disabled = !now.has(name) || Boolean(act.form.dataset.sent);
    return [...now.keys()].some((name) => !here.has(name));
  }

  function acts(root) {
    const found = root.querySelectorAll("#head .acts button[id], #head .acts details, #say form");
    return new Map([...found].map((each) => [each.id || each.getAttribute("action"), each]));
  }

  function offer(label) {
    const place = tray();
    if (!label) { place.hidden = true; place.replaceChildren(); return; }
    if (place.textContent === label) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", (event) => showAll(event.detail === 0));
    place.replaceChildren(button);
    place.hidden = false;
  }

  function showAll(isByKeyboard) {
    if (!waiting) return;
    const old = main(), here = requests(old), written = words.collect(old);
    const fresh = document.adoptNode(waiting.cloneNode(true)), open = [...old.querySelectorAll("details[open][id]")];
    const kept = [...old.querySelectorAll("[data-kept]")].map((each) => each.closest("article, li") || each);
    waiting = null;
    offer("");
    old.replaceWith(fresh);
    for (const box of open) if (document.getElementById(box.id)) document.getElementById(box.id).open = true;
    for (const form of fresh.querySelectorAll("form[data-names]")) decide.name(form);
    for (const each of new Set(kept)) if (!requests(fresh).has(idIn(each))) (fresh.querySelector("#mine") || fresh).append(each);
    words.restore(fresh, written, decide.open);
    const first = [...requests(fresh)].find(([id, each]) => !here.has(id) && isWaiting(each));
    const place = first ? first[1].closest("article, li") : fresh;
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    if (first || isByKeyboard) place.scrollIntoView({ block: "nearest", behavior: "instant" });
    countersign.soon();
  }

  function idIn(part) {
    const found = part.querySelector("[data-request]");
    return found ? found.dataset.request : part.dataset.request;
  }

  /* After sending: the result is shown beside the form. */

  async function answered(form, fresh) {
    quiet();
    const body = form.closest("[data-body]"), part = form.closest("[data-part]");
    if (body) {
      const found = fresh.querySelector(`[data-body][data-request="${CSS.escape(body.dataset.request)}"]`) || await readRequest(body);
      if (found) say(toldBy(replace(body, found, true)));
      main().focus({ preventScroll: true });
      return;
    }
    const other = part && fresh.querySelector(`#${CSS.escape(part.id)}`);
    form.reset();
    if (!other) return;
    const written = words.collect(part), hadFocus = part.contains(document.activeElement);
    part.replaceWith(document.adoptNode(other));
    words.restore(document.getElementById(part.id), written, decide.open);
    if (hadFocus) main().focus({ preventScroll: true });
  }

  /* Shows a refusal beside its form; the rest of the page stays as it was. */
  async function refused(form, fresh) {
    quiet();
    const body = form.closest("[data-body]"), problem = fresh.querySelector("#problem") || problemOf(fresh);
    for (const old of document.querySelectorAll(".problem")) old.remove();
    problem.removeAttribute("id");
    const found = body && fresh.querySelector(`[data-body][data-request="${CSS.escape(body.dataset.request)}"]`);
    const place = found ? replace(body, found, true) : null;
    const told = document.adoptNode(problem);
    const spot = place ? place.querySelector("[data-decide], form[data-live], [data-told]") : form;
    if (spot) spot.before(told); else place.prepend(told);
    const alert = place && place.querySelector(".changed") || told;
    alert.focus({ preventScroll: true });
    alert.scrollIntoView({ block: "nearest", behavior: "instant" });
    countersign.soon();
  }

  function problemOf(fresh) {
    const made = document.createElement("div");
    made.className = "problem";
    made.setAttribute("role", "alert");
    made.tabIndex = -1;
    made.textContent = [...fresh.querySelectorAll(".sheet p")].map((each) => each.textContent)[0] || "That was refused.";
    return made;
  }

  /* `about` is the form of the notice. */
  function notice(text, about = null) {
    const place = document.getElementById("notice");
    place.textContent = text;
    place.hidden = false;
    if (about) uncover(about, place);
  }

  /* Scrolls the form out from behind a notice about it. */
  function uncover(form, over) {
    const by = form.getBoundingClientRect(), top = over.getBoundingClientRect().top;
    if (by.bottom > top && by.top < innerHeight) scrollBy({ top: by.bottom - top + 16, behavior: "instant" });
  }

  function quiet() {
    document.getElementById("notice").hidden = true;
  }

  /* Unsent text of a form on another page. */
  function tellKept() {
    const other = [...words.kept()].find(([, entry]) => entry.at !== location.pathname);
    if (!other || !document.querySelector("[data-self='/']")) return;
    const link = document.createElement("a");
    link.href = other[1].at;
    link.textContent = "go to it";
    notice("You wrote something that was not sent: ");
    document.getElementById("notice").append(link);
  }

  countersign.patch = { apply, refused, acknowledged, notice, tellKept };
})();
